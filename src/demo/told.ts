/** The words of each step of the demo. Words only: every number comes from what was found. */
import { reasonText } from '../domain/reason.ts';
import type { AssessReport } from '../engine/assess/assess.ts';
import type { ImportReport } from '../engine/capture/import-file.ts';
import type { SpokenReason } from '../engine/explain.ts';
import type { Simulation } from '../engine/simulate/simulate.ts';
import type { Comparison } from './arrivals.ts';
import { CENSUS_LEADS, type Census } from './census.ts';
import type { Check, Delivered, Stages } from './figures.ts';
import { bars, count, counted, type Page, table, tally } from './page.ts';
import type { Stage } from './stage.ts';
import type { Story } from './stories.ts';

type Lines = readonly string[];

/** Under the title: on what it works, and what it does not do. */
export function opening(on: { file: string; playbook: string; folder: string; own: boolean }): Lines {
  return [
    `${on.file} · playbook ${on.playbook}`,
    ...(on.own
      ? []
      : ['First new customers for a bank, then three more jobs on the same instance: a class, a bot, accounts.']),
    `Everything it makes is kept in ${on.folder}`,
    on.own
      ? 'The workspace is dry: messages go to a folder. No network is used, and nothing leaves this machine.'
      : 'Facts are real (Bank Marketing, UCI, CC BY 4.0), names and addresses made up. No network is used.',
  ];
}

/** What the file held. On an own file the mapping of every column is shown. */
export function importLines(report: ImportReport, own: boolean): Lines {
  const { read, created, merged, unchanged, rejected, columns, dialect } = report;
  const fields = columns.filter(({ to }) => !/^attributes?\./.test(to));
  const known = merged + unchanged;
  return [
    `${counted(read, 'row')}: ${count(created)} created, ${count(merged)} merged, ${count(unchanged)} unchanged, ${count(rejected)} rejected.`,
    `${dialectWords(dialect)}.`,
    ...(own
      ? table(
          columns.map(({ column, to, confidence }) => [`  ${column} → ${to}`, confidence === 'none' ? '' : confidence]),
        )
      : [
          `${counted(fields.length, 'column')} are known by their headers: ${fields.map(({ column, to }) => `${column} → ${to}`).join(', ')}.`,
          `The other ${columns.length - fields.length} are kept as attributes, for the playbook’s rules.`,
        ]),
    known === 0
      ? 'Nobody came twice.'
      : `${counted(known, 'row')} named somebody known already; ${count(merged)} of them brought something new.`,
    ...(report.rejectsFile ? [`Rejected rows, with line and reason: ${report.rejectsFile}`] : []),
  ];
}

/** What was found of how the file is written, where it can be said in a word. */
function dialectWords(dialect: ImportReport['dialect']): string {
  const parts = Object.entries(dialect).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [`${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${shown(value)}`]
      : [],
  );
  return `Found by itself: ${parts.join(', ')}`;
}

/** A single mark needs something around it to be seen. */
function shown(value: string | number): string {
  return String(value).length === 1 ? `“${value}”` : String(value);
}

/** What the rules made of everybody. */
export function assessLines({ assessed, qualified, review, rejected, held }: AssessReport, playbook: string): Lines {
  return [
    `${counted(assessed, 'person').replace('persons', 'people')} through playbook ${playbook}: ${count(qualified)} qualified, ${count(review)} for a person to review, ${count(rejected)} rejected.`,
    `${count(held)} of the qualified may not be e-mailed where they live on the basis that is stated.`,
    'Addresses are judged by their form: DNS was not asked, and no verdict says that a mailbox exists.',
  ];
}

/** Addresses, tiers, the funnel and who falls out of it. */
export function censusLines(census: Census, report: ImportReport, stages: Stages): Lines {
  const partly = report.created > CENSUS_LEADS ? [`(Of the first ${count(CENSUS_LEADS)} people.)`] : [];
  return [
    ...bars([
      ['rows read', report.read],
      ['people', report.created],
      ['not rejected', report.created - stages.rejected],
      ['no review needed', report.created - stages.rejected - stages.review],
      ['may be e-mailed', stages.ready],
    ]),
    '',
    'What is known of the addresses:',
    ...tally(Object.entries(census.addresses)).map(indented),
    '',
    ...tierTable(census),
    '',
    'Left out, because:',
    ...tally(Object.entries(census.leftOut)).map(indented),
    ...partly,
  ];
}

function indented(line: string): string {
  return `  ${line}`;
}

function tierTable({ tiers }: Census): string[] {
  const hasOutcome = Object.values(tiers).some(({ saidYes }) => saidYes !== null);
  const rows = Object.entries(tiers).map(([tier, { leads, saidYes }]) => [
    tier,
    count(leads),
    ...(hasOutcome ? [count(saidYes ?? 0), leads === 0 ? '' : `${Math.round((100 * (saidYes ?? 0)) / leads)} %`] : []),
  ]);
  const head = ['tier', 'people', ...(hasOutcome ? ['said yes', 'share'] : [])];
  return [
    ...table([head, ...rows]),
    ...(hasOutcome
      ? ['“Said yes” is the real outcome in the data. No rule sees it: a look back at the tiers, not a forecast.']
      : []),
  ];
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The simulation, with assumed answers, and the limits under which it ran. */
export function rehearsalLines({ messages, byDay, signals, ends, digest, seed }: Simulation, dailyCap: number): Lines {
  const days = Object.entries(byDay).map(([day, n]) => [`${WEEKDAYS[new Date(day).getUTCDay()]} ${day}`, n] as const);
  const answers = Object.entries(signals).map(([kind, n]) => `${kind} ${count(n)}`);
  return [
    `Limits that hold here: ${count(dailyCap)} e-mails a day from the mailbox, and the playbook’s gap between two to one person.`,
    'Off, since they only take time: warm-up, minutes between two e-mails, the canary, limits by company and domain.',
    messages === 0 ? 'No message would leave.' : `${counted(messages, 'message')}, by day (UTC):`,
    ...bars(days),
    'Lived by the engine itself on a copy of the data. Volumes, times and refusals are computed; answers are your assumption.',
    ...(answers.length === 0 ? [] : [`Assumed answers: ${answers.join(', ')}.`]),
    ...endLines(ends),
    `Digest ${digest.slice(0, 16)}…, seed ${seed}: the same seed gives the same list.`,
  ];
}

function endLines(ends: Readonly<Record<string, number>>): string[] {
  if (Object.keys(ends).length === 0) return [];
  const said = Object.entries(ends).map(([code, n]) => [reasonText(code).says, n] as const);
  return ['Sequences ended, because:', ...tally(said).map(indented)];
}

/** What really left. */
export function deliveredLines(found: Delivered, foreseen: number, { sink, outbox }: Stage): Lines {
  const { enrolled, arrived, states, ends, handoffs } = found;
  const others = Object.entries(states).filter(([state, n]) => state !== 'sent' && n > 0);
  return [
    `Foreseen once more just before, with nobody answering: ${counted(foreseen, 'message')}.`,
    `Then launched: ${count(enrolled)} enrolled, ${counted(arrived, 'message')} ${sink ? `taken by a mail server on this machine, over SMTP (127.0.0.1:${sink.port})` : `written to ${outbox}`}.`,
    ...(handoffs === 0 ? [] : [`${count(handoffs)} were handed to a person at the end.`]),
    ...(others.length === 0 ? [] : [`Not sent: ${others.map(([state, n]) => `${state} ${count(n)}`).join(', ')}.`]),
    ...endLines(ends),
    'The clock is virtual here too, for nobody waits thirty days for a demo; engine, ledger, gates and delivery are the real ones.',
  ];
}

/** What must hold, one line each, and where the lists differ. */
export function checkLines(checks: readonly Check[], found: Comparison, page: Page): Lines {
  return [
    ...checks.map(({ holds, says }) => page.verdict(holds, says)),
    ...found.onlySimulated.map((line) => `  only foreseen:  ${line}`),
    ...found.onlyDelivered.map((line) => `  only delivered: ${line}`),
  ];
}

const HEADINGS: Readonly<Record<Story['kind'], string>> = {
  sent: 'was written to',
  refused: 'was not',
  review: 'waits for a person',
};
/** Reasons told of each; the score says the rest of the first. */
const REASONS_SHOWN: Readonly<Record<Story['kind'], number>> = { sent: 2, refused: 1, review: 1 };

/** Three people. */
export function storyLines(stories: readonly Story[]): Lines {
  if (stories.length === 0) return ['There is nobody to tell about.'];
  return stories.flatMap(({ kind, name, email, explanation, messages }, at) => [
    ...(at === 0 ? [] : ['']),
    `${name}${email === null ? '' : ` <${email}>`} ${HEADINGS[kind]}`,
    `  ${explanation.decision}`,
    ...(kind === 'sent' ? partLines(explanation.facts) : []),
    ...explanation.reasons.slice(0, REASONS_SHOWN[kind]).map(reasonLine),
    ...messages.map(
      ({ sentAt, subject, state }) => `  ${sentAt?.slice(0, 16).replace('T', ' ') ?? state}  “${subject ?? ''}”`,
    ),
    `  → ${explanation.next}`,
  ]);
}

function reasonLine({ says, facts }: SpokenReason): string {
  const told = Object.entries(facts).filter(([, value]) => value !== null);
  return `  • ${says}${told.length === 0 ? '' : ` [${told.map(([name, value]) => `${name} ${String(value)}`).join(', ')}]`}`;
}

/** The score, part by part. */
function partLines(facts: Readonly<Record<string, unknown>>): string[] {
  const { parts = {} } = (facts.score ?? {}) as { parts?: Readonly<Record<string, readonly [number | null, number]>> };
  return table(
    Object.entries(parts).map(([name, [points, share]]) => [
      `    ${name}`,
      points === null ? 'not known' : `${points.toFixed(2)} of 1`,
      points === null ? '' : `adds ${share.toFixed(3)}`,
    ]),
  );
}

/** Commands that work as they stand. */
export function nextLines(stories: readonly Story[], { database, folder, sink }: Stage): Lines {
  const who = stories.find(({ email }) => email !== null)?.email;
  const db = `--db ${database}`;
  return [
    ...(who == null ? [] : [`npx rekindle lead show ${who} ${db}`]),
    `npx rekindle review list ${db}`,
    `npx rekindle campaign show demo ${db}`,
    ...(sink ? ['npm run demo -- --file your-leads.csv --basis legitimate-interest'] : []),
    'npx rekindle import your-leads.csv --dry-run',
    '',
    `The demo leaves nothing but ${folder}; delete it when you like.`,
  ];
}
