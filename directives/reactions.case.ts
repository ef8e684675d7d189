/** Runs a row of reactions.md on a lead that is enrolled once. */
import type { EventChannel, EventDirection, EventKind, EventVerdict, LeadEvent } from '../src/domain/event.ts';
import type { MessageState } from '../src/domain/message.ts';
import type { ExitEvent } from '../src/domain/playbook/format/sequence.ts';
import type { ReactionRule } from '../src/domain/playbook/playbook.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import {
  type Moved,
  reactionTo,
  reactionToBasis,
  reactionToEnd,
  reactionToRise,
} from '../src/domain/sequence/reaction.ts';
import { reactionsOf } from '../src/domain/sequence/standard-reactions.ts';
import type { UnderWay } from '../src/domain/sequence/steer.ts';

interface Row {
  readonly event: EventKind;
  readonly origin?: string;
  readonly verdict?: EventVerdict;
  readonly outcome?: string;
  readonly direction?: EventDirection;
  readonly channel?: EventChannel;
  /** Campaign that the event is about; that of the enrollment is c1. */
  readonly campaign?: string;
  /** Minutes before it was recorded. */
  readonly ago?: number;
  readonly exits?: readonly ExitEvent[];
  /** A reaction of the sequence's own: `replied hand-off sales`. */
  readonly own?: string;
  readonly email?: null | string;
  readonly phone?: string;
  /** Address of the message that the event is about. */
  readonly mailed?: string;
  /** From where it was said, or of whom it is told. */
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  /** False = the lead is in no sequence. `over` = it went through; `stopped` = it ended by a reply, half an hour ago. */
  readonly enrolled?: boolean | 'over' | 'stopped';
  /** State of the message before. */
  readonly last?: MessageState;
  /** Ids of messages before it that are tried again. */
  readonly older?: readonly string[];
  /** The event is the end of our call, as many of which the step has made. */
  readonly calls?: number;
  /** The provider's word for that end. */
  readonly text?: string;
  /** What the enrollment waits for meanwhile; the call where left out, nothing where `none`. */
  readonly waits?: string;
  /** Step, visit and message of the last call, where they are not those of this one. */
  readonly lastCall?: string;
  /** Kind of the step that the enrollment stands at. */
  readonly stands?: 'voice' | 'sms';
  /** Minutes after it was recorded until when they are away, as they said. */
  readonly named?: number;
  /** The signal that rises by it. */
  readonly rises?: string;
  /** Instead of an event another basis is stated. */
  readonly basis?: true;
  /** How the conversation is over by it. */
  readonly talk?: string;
}

interface Answer {
  readonly becomes: string;
  readonly refused?: readonly string[];
  readonly message?: string;
  readonly touched?: string;
  readonly paused?: string;
}

const NOTHING_ELSE = { takenBack: [], handOffTo: null, because: '' } as const;
const MINUTE_MS = 60_000;
const RECORDED_AT = 1_000_000 * MINUTE_MS;

export function run(row: Row): Answer {
  const { email = 'Jane.Doe+crm@acme.com', phone = null, mailed: mailedTo = null } = row;
  const open = row.enrolled === false ? [] : [underWay(row)];
  if (row.basis !== undefined)
    return {
      becomes: open
        .map((of) => fate({ ...NOTHING_ELSE, enrollment: reactionToBasis(of.enrollment, RECORDED_AT) }))
        .join(),
    };
  const event = eventOf(row);
  if (row.rises !== undefined)
    return { becomes: open.map((of) => fate(reactionToRise(row.rises ?? '', event, of))).join() };
  if (row.talk !== undefined)
    return { becomes: open.map((of) => fate(reactionToEnd(row.talk ?? '', event, of))).join() };
  const { calls = null } = row;
  const { moved, refused, pause, messageState } = reactionTo(event, { id: 'l1', email, phone, mailedTo, calls }, open);
  const touch = moved[0]?.enrollment.lastTouchAt ?? null;
  return {
    becomes: moved.map(fate).join(', ') || 'nobody is under way',
    refused: refused.map(({ kind, value, channel }) => `${channel}: ${kind} ${value}`),
    message: messageState ?? 'as it was',
    ...(pause && { paused: `${pause.code} ${pause.by}: ${pause.why}` }),
    ...(touch === null ? {} : { touched: `${(RECORDED_AT - touch) / MINUTE_MS} minutes ago` }),
  };
}

/** What becomes of the passage, in words; the whole of it where it did not end as one must. */
function fate({ enrollment, takenBack, handOffTo, because }: Moved): string {
  const parts = [stateOf(enrollment)];
  if (takenBack.length > 0) parts.push(`${takenBack.join(' and ')} taken back`);
  if (handOffTo !== null) parts.push(`handed to ${handOffTo} because of ${because}`);
  return parts.join('; ');
}

function stateOf(enrollment: Enrollment): string {
  const { state, step, dueAt, endedAt, reason } = enrollment;
  const { since: _since, due: _due, waits: _waits, ...facts } = reason?.facts ?? {};
  const why = [reason?.code, ...Object.values(facts)].join(' ');
  if (state === 'due') return dueAt === ENROLLMENT.dueAt ? 'goes on' : dueWords(enrollment);
  if (state === 'waiting')
    return dueAt === null ? `${why} until resumed` : `${why} for ${(dueAt - RECORDED_AT) / MINUTE_MS} minutes`;
  const isOver = step === null && dueAt === null && endedAt !== null;
  if (reason === OVER.reason || reason === STOPPED.reason) return 'stays over';
  if (!isOver) return JSON.stringify(enrollment);
  const minutes = (RECORDED_AT - endedAt) / MINUTE_MS;
  return minutes === 0 ? why : `${why}, ${minutes} minutes ago`;
}

function dueWords({ visit, dueAt }: Enrollment): string {
  const minutes = ((dueAt ?? 0) - RECORDED_AT) / MINUTE_MS;
  return visit === 1 ? `goes on in ${minutes} minutes` : `visit ${visit} in ${minutes} minutes`;
}

function eventOf({
  event,
  origin = 'manual',
  verdict = 'human',
  outcome,
  direction,
  channel,
  campaign,
  ago = 0,
  text,
  named,
  emails = [],
  phones = [],
}: Row): LeadEvent {
  return {
    workspaceId: 'w1',
    id: 'evt1',
    leadId: 'l1',
    campaignId: campaign ?? null,
    messageId: 'm1',
    kind: event,
    at: RECORDED_AT - ago * MINUTE_MS,
    recordedAt: RECORDED_AT,
    origin,
    originId: 'o1',
    verdict,
    direction: direction ?? null,
    channel: channel ?? null,
    outcome: outcome ?? null,
    text: text ?? null,
    ways: { emails, phones },
    ...(named !== undefined && { holdUntil: RECORDED_AT + named * MINUTE_MS }),
  };
}

function underWay(row: Row): UnderWay {
  const { enrolled, last, older, own, exits = ['replied', 'opted-out', 'booked'] } = row;
  if (row.calls !== undefined || row.waits !== undefined) return calling(row);
  return {
    enrollment: enrolled === 'over' ? OVER : enrolled === 'stopped' ? STOPPED : ENROLLMENT,
    sequence: { ...SEQUENCE, reactions: reactionsOf(own === undefined ? [] : [ruleOf(own)], exits) },
    last: last === undefined ? null : { id: 'm1', state: last, step: 'hello', visit: 1 },
    ...(older === undefined ? {} : { older }),
  };
}

/** At a step that calls, at most three times, a day apart; the call has been placed. */
function calling({ waits = 'call-under-way', lastCall = 'idea 1 m1', stands = 'voice', own }: Row): UnderWay {
  const [step = '', visit, id = ''] = lastCall.split(' ');
  const words = { id: 'idea', day: 0, when: null, variants: [], otherwise: null };
  const call = { ...words, kind: 'voice', agent: 'a1', tries: 3, againHours: 24 } as const;
  const reactions = reactionsOf(own === undefined ? [] : [ruleOf(own)], []);
  const waiting = { state: 'waiting', dueAt: RECORDED_AT + 60 * MINUTE_MS, reason: { code: waits } } as const;
  return {
    enrollment: { ...ENROLLMENT, ...(waits === 'none' ? {} : waiting) },
    sequence: { ...SEQUENCE, reactions, steps: [stands === 'voice' ? call : { ...words, kind: 'sms' }] },
    last: { id, state: 'sent', step, visit: Number(visit) },
  };
}

function ruleOf(text: string): ReactionRule {
  const [on = '', kind = '', to = ''] = text.split(' ');
  const action = kind === 'hand-off' ? { kind, to, days: null } : { kind };
  return { on, outcomes: [], at: null, action } as ReactionRule;
}

const SEQUENCE: UnderWay['sequence'] = {
  name: 's1',
  title: '',
  goal: '',
  window: { days: [1, 2, 3, 4, 5], fromMinute: 0, toMinute: 1440, skipHolidays: false, fallbackZone: 'UTC' },
  late: { afterHours: 24, then: 'send' },
  minGapHours: 20,
  reentry: { allowed: false, afterDays: 0 },
  reactions: [],
  steps: [],
};

const ENROLLMENT: Enrollment = {
  workspaceId: 'w1',
  id: 'e1',
  campaignId: 'c1',
  leadId: 'l1',
  generation: 1,
  sequence: 's1',
  playbookHash: 'p1',
  decisionId: 'd1',
  state: 'due',
  step: 'idea',
  visit: 1,
  dueAt: RECORDED_AT + MINUTE_MS,
  reason: null,
  zone: 'Europe/Berlin',
  scoreMillionths: 0,
  startedAt: RECORDED_AT - 90 * MINUTE_MS,
  watchedFrom: null,
  lastMessageId: 'm1',
  lastTouchAt: null,
  endedAt: null,
};

const OVER: Enrollment = {
  ...ENROLLMENT,
  state: 'ended',
  step: null,
  dueAt: null,
  reason: { code: 'completed' },
  endedAt: 5,
};

const STOPPED: Enrollment = {
  ...OVER,
  reason: { code: 'replied', facts: { event: 'evt0' } },
  endedAt: RECORDED_AT - 30 * MINUTE_MS,
};
