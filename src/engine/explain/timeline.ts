/**
 * What happened to a lead, in order of time. Each entry is told twice: in English words for a terminal, and as its kind with values, of which
 * a face makes the sentence in the language of its reader. Reads what is stored; decides nothing.
 */
import { isWritten } from '../../domain/conversation/inbox/answer-to.ts';
import type { Message } from '../../domain/message.ts';
import { type Reason, reasonText } from '../../domain/reason.ts';
import type { LeadStory } from '../store-port.ts';
import { type SpokenReason, spoken } from './spoken.ts';
import { writtenBy, writtenWords } from './written.ts';

/** What an entry may be about. */
export const ENTRY_KINDS = [
  ...(['captured', 'decided', 'enrolled', 'message', 'written', 'event', 'signal', 'task', 'ended'] as const),
] as const;

/** Something that happened. `at`: ISO 8601. */
export interface Entry {
  readonly at: string;
  /** In English words. */
  readonly what: string;
  readonly detail: string;
  readonly kind: (typeof ENTRY_KINDS)[number];
  /** What its kind tells, by name; null = not known. Words of people and templates stand here as they are. */
  readonly values: Readonly<Record<string, string | number | null>>;
  /** Why it was so, with what showed it. */
  readonly reasons: readonly Pick<SpokenReason, 'code' | 'says' | 'facts'>[];
}

/** All of it; of one moment the cause before what it led to. */
export function timelineOf(story: LeadStory): Entry[] {
  const { lead, enrollments } = story;
  const entries: Entry[] = [
    ...[told(lead.createdAt, ['captured', `from ${lead.source}`], 'captured', { source: lead.source })],
    ...story.decisions.map(decided),
    ...enrollments.map(({ startedAt, sequence }) => told(startedAt, ['enrolled', sequence], 'enrolled', { sequence })),
    ...story.messages.map((message) => (isWritten(message) ? writtenOne(story, message) : fromTemplate(message))),
    ...story.events.map(happened),
    ...story.signalChanges.map(signalled),
    ...story.tasks.map(toDo),
    ...enrollments.flatMap(({ endedAt, reason }) =>
      endedAt === null ? [] : [told(endedAt, ['sequence ended', saysOf(reason)], 'ended', {}, reason ? [reason] : [])],
    ),
  ];
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function told(
  at: number,
  [what, detail]: readonly [what: string, detail: string],
  kind: Entry['kind'],
  values: Entry['values'],
  why: readonly Reason[] = [],
): Entry {
  const reasons = why.map(spoken).map(({ code, says, facts }) => ({ code, says, facts }));
  return { at: new Date(at).toISOString(), what, detail, kind, values, reasons };
}

const saysOf = (reason: Reason | null | undefined) => (reason ? reasonText(reason.code).says : '');
/** A message's own words, and why it stands where it does. */
const because = ({ reason }: Message) => (reason ? ` (${saysOf(reason)})` : '');
const whyOf = ({ reason }: Message) => (reason ? [reason] : []);
const timeOf = ({ sentAt, createdAt }: Message) => sentAt ?? createdAt;

function decided({ at, verdict, reasons: [first] }: LeadStory['decisions'][number]): Entry {
  return told(at, [`decided: ${verdict}`, saysOf(first)], 'decided', { verdict }, first ? [first] : []);
}

function fromTemplate(message: Message): Entry {
  const { template, subject, state } = message;
  const detail = `${subject ? `${template}: ${subject}` : template}${because(message)}`;
  return told(
    timeOf(message),
    [`message ${state}`, detail],
    'message',
    { state, template, subject: subject || null },
    whyOf(message),
  );
}

function writtenOne(story: LeadStory, message: Message): Entry {
  const { as, by, subject, words } = writtenWords(story, message);
  const detail = [writtenBy(story, message), subject, words].filter(Boolean).join(': ');
  const values = { state: message.state, as, by, subject, words };
  const line = [`message ${message.state}`, `${detail}${because(message)}`] as const;
  return told(timeOf(message), line, 'written', values, whyOf(message));
}

function happened({ at, kind, outcome, text, why }: LeadStory['events'][number]): Entry {
  const reasons = why ?? [];
  const line = [kind, `${text ?? outcome ?? ''}${whyText(reasons)}`] as const;
  return told(at, line, 'event', { event: kind, outcome, text }, reasons);
}

/** Why an event was read as it was: each code with the words, the header or the trace that showed it. */
function whyText(why: readonly Reason[]): string {
  const codes = why.map(({ code, facts }) => [code, ...Object.values(facts ?? {}).map(String)].join(' '));
  return codes.length === 0 ? '' : ` (${codes.join('; ')})`;
}

function signalled({ at, name, state, points }: LeadStory['signalChanges'][number]): Entry {
  const what = `signal ${name} ${state === 'up' ? 'rose' : 'fell'}`;
  return told(at, [what, `${points} points`], 'signal', { signal: name, state, points });
}

function toDo({ dueAt, title, state, outcome }: LeadStory['tasks'][number]): Entry {
  const line = [`task ${state}`, `${title}${outcome ? `: ${outcome}` : ''}`] as const;
  return told(dueAt, line, 'task', { state, title, outcome: outcome || null });
}
