/** What a demo finds of one of its other jobs: counted from what is stored of everybody in it. Decides nothing. */
import type { LeadEvent } from '../domain/event.ts';
import type { LeadStory } from '../engine/store-port.ts';
import type { Check } from './figures.ts';
import type { LivedJob } from './other-jobs.ts';

/** A count by a name. */
export type Counts = Readonly<Record<string, number>>;

/** One job, counted. */
export interface JobFigures {
  readonly job: string;
  readonly people: number;
  /** Messages that left, by channel and by template. */
  readonly sent: Counts;
  readonly templates: Counts;
  /** Events by kind and outcome. */
  readonly cameBack: Counts;
  /** Members by the code of their reason. */
  readonly reasons: Counts;
  /** What waits for a person, by title; and who it is about. */
  readonly handOffs: readonly { readonly title: string; readonly name: string; readonly email: string | null }[];
  /** Messages without a decision that gives reasons; must be 0. */
  readonly unexplained: number;
  /** Messages that left after their lead had refused them; must be 0. */
  readonly afterRefusal: number;
  /** People who are not in exactly one stage of the campaign that is for them; must be 0. */
  readonly misplaced: number;
}

/** Counts a job. */
export function figuresOf({ name, campaign, stories }: LivedJob): JobFigures {
  const left = stories.flatMap(({ messages }) => messages.filter(({ sentAt }) => sentAt !== null));
  const events = stories.flatMap((story) => story.events.filter(isTheirs));
  const members = stories.map(({ memberships }) => memberships.map(({ member }) => member));
  return {
    job: name,
    people: stories.length,
    sent: tallied(left.map(({ channel }) => channel)),
    templates: tallied(left.map(({ template }) => (template.startsWith('bot-') ? 'answers in the talk' : template))),
    cameBack: tallied(events.map(nameOf)),
    reasons: tallied(members.flat().map(({ reasonCode }) => reasonCode)),
    handOffs: stories.flatMap(({ lead: { values }, tasks }) =>
      tasks
        .filter(({ state }) => state === 'open')
        .map(({ title }) => ({ title, name: values.fullName ?? '', email: values.email })),
    ),
    unexplained: sum(stories, unexplained),
    afterRefusal: sum(stories, afterRefusal),
    misplaced: stories.filter(({ memberships }) => memberships.length !== 1 || !memberships.every(inIts(campaign.id)))
      .length,
  };
}

function inIts(id: string) {
  return ({ campaign }: LeadStory['memberships'][number]) => campaign.id === id;
}

/** Answers to questions are read by the conversation; as replies by themselves they say nothing. */
function nameOf({ kind, outcome }: LeadEvent): string {
  if (kind === 'class') return outcome === 'section' ? 'section done' : `class ${outcome}`;
  return kind === 'replied' && outcome !== null && outcome !== 'unsure' ? `replied: ${outcome}` : kind;
}

/** What they did, and not what was granted before. */
function isTheirs({ kind, direction }: LeadEvent): boolean {
  return kind !== 'opted-in' && direction !== 'out';
}

function unexplained({ messages, decisions }: LeadStory): number {
  const reasons = new Map(decisions.map(({ id, reasons: why }) => [id, why.length]));
  return messages.filter(({ sentAt, decisionId }) => sentAt !== null && !reasons.get(decisionId)).length;
}

function afterRefusal({ messages, events }: LeadStory): number {
  const refused = events.filter(({ kind }) => kind === 'opted-out');
  const isLate = (at: number | null, by: string) =>
    at !== null && refused.some(({ channel, recordedAt }) => channel === by && at > recordedAt);
  return messages.filter(({ sentAt, channel }) => isLate(sentAt, channel)).length;
}

function sum(stories: readonly LeadStory[], of: (story: LeadStory) => number): number {
  return stories.reduce((total, story) => total + of(story), 0);
}

function tallied(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What must hold of them. */
export function jobChecks(jobs: readonly JobFigures[]): Check[] {
  const none = (of: (job: JobFigures) => number) => jobs.every((job) => of(job) === 0);
  const left = jobs.reduce((total, { sent }) => total + Object.values(sent).reduce((all, n) => all + n, 0), 0);
  return [
    {
      holds: left > 0 && none(({ unexplained: n }) => n),
      says: `Each of these ${left} messages has a decision with its reasons.`,
    },
    { holds: none(({ afterRefusal: n }) => n), says: 'Nothing left by a way that its recipient had refused before.' },
    {
      holds: none(({ misplaced: n }) => n),
      says: 'Every person is in one stage of the campaign that is for them, and in no other.',
    },
  ];
}
