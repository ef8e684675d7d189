/** The words of the other jobs: what went in, what was decided and why, what was sent, what came back, what waits for a person. */
import { reasonText } from '../domain/reason.ts';
import type { Engine } from '../engine/engine.ts';
import { explainLead } from '../engine/explain.ts';
import type { JobName } from './cast.ts';
import type { Counts, JobFigures } from './job-figures.ts';
import { JOB_DAYS, type LivedJob, type OtherJobs } from './other-jobs.ts';
import { count, counted, table, tally } from './page.ts';

type Lines = readonly string[];

/** What each job is, in a line. */
export const JOB_TITLES: Readonly<Record<JobName, string>> = {
  'cold-class': 'Cold leads: invited to a class of short lessons, nudged by what they do there',
  'lead-bot-seller': 'Sellers: asked by text what qualifies a sale, answered line by line',
  'lead-bot-buyer': 'Buyers: asked about money, time, area and who decides',
  'account-based': 'Companies worked as accounts: one person after the other, until anybody answers',
};

/** That they are begun. */
export function beginningLines(jobs: readonly LivedJob[]): Lines {
  const people = jobs.reduce((sum, { stories }) => sum + stories.length, 0);
  return [
    `Same database, same workspace; the bank’s campaign is left alone, since each audience is a tag. ${JOB_DAYS} more virtual days, all four at once.`,
    `${counted(people, 'person').replace('persons', 'people')}, made up, who have said yes; what they do is a script. The workspace is dry again: messages are files of the outbox.`,
    `Their file is other-jobs.csv in the same folder: ${jobs.map(({ name, stories }) => `${stories.length} for ${name}`).join(', ')}.`,
  ];
}

/** One job on one screen. */
export async function jobLines(engine: Engine, jobs: OtherJobs, job: LivedJob, figures: JobFigures): Promise<Lines> {
  return [
    ...generalLines(figures),
    ...(await SCREENS[job.name](jobs, job)),
    ...(await oneLines(engine, job)),
    ...deskLines(figures),
  ];
}

function generalLines({ people, reasons, sent, templates, cameBack }: JobFigures): string[] {
  const why = Object.entries(reasons).map(([code, n]) => `${count(n)} of them: ${reasonText(code).says}`);
  return [
    `In: ${people} people. Decided for ${why.join(' ')}`,
    `Sent: ${listed(sent)} — ${listed(templates)}.`,
    `Came back: ${listed(cameBack) || 'nothing'}.`,
  ];
}

function listed(counts: Counts): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `${name} ${count(n)}`)
    .join(', ');
}

/** What is particular to a job. */
const SCREENS: Readonly<Record<JobName, (jobs: OtherJobs, job: LivedJob) => Promise<string[]>>> = {
  'cold-class': classLines,
  'lead-bot-seller': conversationLines,
  'lead-bot-buyer': conversationLines,
  'account-based': accountLines,
};

interface Learner {
  readonly leadId: string;
  readonly done: number;
  readonly sections: number;
  readonly temperature: number;
  readonly hot: boolean;
  readonly because: string;
}
const HOT_SHOWN = 4;

async function classLines(jobs: OtherJobs, job: LivedJob): Promise<string[]> {
  const scan = (await jobs.run('class scan', { limit: 1_000 })) as {
    readonly byReason: Counts;
    readonly leads: readonly Learner[];
  };
  const warmest = scan.leads.toSorted((a, b) => b.temperature - a.temperature || (a.leadId < b.leadId ? -1 : 1));
  return [
    'What is to be done about each, and why:',
    ...tally(Object.entries(scan.byReason).map(([code, n]) => [reasonText(code).says, n])).map(indented),
    'The warmest:',
    ...table(
      warmest
        .slice(0, HOT_SHOWN)
        .map(({ leadId, done, sections, temperature, hot }) => [
          `  ${nameIn(job, leadId)}`,
          `${done} of ${sections} sections`,
          `${temperature} of 100`,
          hot ? 'hot' : '',
        ]),
    ),
  ];
}

interface Turn {
  readonly text: string;
  readonly say: string | null;
  readonly temperature: string;
}

/** The talk with whoever wrote most. */
async function conversationLines(jobs: OtherJobs, { name, stories }: LivedJob): Promise<string[]> {
  const story = stories.toSorted((a, b) => saidBy(b) - saidBy(a))[0];
  if (!story || saidBy(story) === 0) return [];
  const shown = (await jobs.run('conversation show', { lead: story.lead.id, campaign: name })) as {
    readonly turns: readonly Turn[];
    readonly readiness: { readonly score: number; readonly label: string };
  };
  return [
    `The talk with ${story.lead.values.fullName}, readiness ${shown.readiness.score} (${shown.readiness.label}):`,
    ...shown.turns.map(({ text, say, temperature }) => `  “${text}” → ${say ?? 'a person answers'} (${temperature})`),
  ];
}

function saidBy({ events }: LivedJob['stories'][number]): number {
  return events.filter(({ kind }) => kind === 'replied').length;
}

async function accountLines(jobs: OtherJobs): Promise<string[]> {
  const { accounts } = (await jobs.run('account list', { campaign: 'account-based' })) as {
    readonly accounts: readonly {
      readonly id: string;
      readonly name: string;
      readonly status: string;
      readonly reason: { readonly says: string } | null;
    }[];
  };
  const lines: string[] = [];
  for (const { id, name, status, reason } of accounts) {
    const { touchpoints } = (await jobs.run('account show', { account: id })) as {
      readonly touchpoints: { readonly made: number; readonly planned: number | null };
    };
    lines.push(
      `  ${name}: ${status}, ${touchpoints.made} of ${touchpoints.planned} touchpoints. ${reason?.says ?? ''}`,
    );
  }
  return lines;
}

/** The last message to whoever has most behind them, as `explain` tells it; where it stands tells more of a class. */
async function oneLines(engine: Engine, { name, campaign, stories }: LivedJob): Promise<string[]> {
  const one = stories.toSorted((a, b) => b.events.length - a.events.length)[0];
  const message = one?.messages.filter(({ sentAt }) => sentAt !== null).at(-1);
  if (!one || !message) return [];
  const about = name === 'cold-class' ? null : message.id;
  const { decision, reasons, next } = await explainLead(engine, one.lead.id, campaign, about);
  return [
    `Why, for ${one.lead.values.fullName}: ${decision}`,
    ...reasons.slice(0, 2).map(({ says }) => `  • ${says}`),
    ...(next === '' ? [] : [`  → ${next}`]),
  ];
}

/** What lies on the desk. */
function deskLines({ handOffs }: JobFigures): string[] {
  if (handOffs.length === 0) return ['On the desk of a person: nothing; calls that waited for one were made each day.'];
  const byTitle = Map.groupBy(handOffs, ({ title }) => title);
  return [
    `On the desk of a person: ${handOffs.length}.`,
    ...[...byTitle].map(([title, of]) => `  • ${title}: ${of.map(({ name }) => name).join(', ')}`),
  ];
}

function nameIn({ stories }: LivedJob, leadId: string): string {
  return stories.find(({ lead }) => lead.id === leadId)?.lead.values.fullName ?? leadId;
}

function indented(line: string): string {
  return `  ${line}`;
}

/** All jobs in one table. */
export function numberLines(jobs: readonly JobFigures[]): Lines {
  const answers = ({ cameBack }: JobFigures) =>
    Object.entries(cameBack).reduce((sum, [name, n]) => sum + (name.startsWith('replied') ? n : 0), 0);
  const row = (of: JobFigures) => [
    of.job,
    count(of.people),
    ...['email', 'sms', 'voice'].map((channel) => count(of.sent[channel] ?? 0)),
    count(answers(of)),
    count(of.cameBack['opted-out'] ?? 0),
    count(of.handOffs.length),
  ];
  return table([
    ['job', 'people', 'e-mails', 'texts', 'calls', 'answers', 'opted out', 'on the desk'],
    ...jobs.map(row),
  ]);
}

/** Commands that show more of it, as they stand. */
export function nextJobLines(jobs: readonly JobFigures[], database: string): Lines {
  const db = `--db ${database}`;
  const who = jobs.find(({ job }) => job === 'lead-bot-seller')?.handOffs[0]?.email;
  return [
    `npx rekindle task list ${db}`,
    `npx rekindle class scan --action ready-for-booking ${db}`,
    ...(who == null ? [] : [`npx rekindle conversation show ${who} --campaign lead-bot-seller ${db}`]),
    `npx rekindle account show acorn.example ${db}`,
  ];
}
