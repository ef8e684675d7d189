/** Runs a row of reactions.md on a lead that is enrolled once. */
import type { EventKind, LeadEvent } from '../src/domain/event.ts';
import type { ExitEvent } from '../src/domain/playbook/playbook.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import { reactionTo } from '../src/domain/sequence/reaction.ts';

interface Row {
  readonly event: EventKind;
  readonly origin?: string;
  readonly exits?: readonly ExitEvent[];
  readonly email?: null | string;
  readonly phone?: string;
  /** Address of the message that the event is about. */
  readonly mailed?: string;
  /** False = the lead is in no sequence. */
  readonly enrolled?: boolean;
}

interface Answer {
  readonly ended: string;
  readonly refused: readonly string[];
  readonly message: string;
}

const RECORDED_AT = 2_000;

export function run(row: Row): Answer {
  const {
    email = 'Jane.Doe+crm@acme.com',
    phone = null,
    mailed: mailedTo = null,
    exits = ['replied', 'opted-out', 'booked'],
  } = row;
  const open = row.enrolled === false ? [] : [{ enrollment: ENROLLMENT, exits }];
  const { ended, refused, messageState } = reactionTo(eventOf(row), { id: 'l1', email, phone, mailedTo }, open);
  return {
    ended: ended.map(endOf).join(', ') || 'goes on',
    refused: refused.map(({ kind, value, channel }) => `${channel}: ${kind} ${value}`),
    message: messageState ?? 'as it was',
  };
}

/** Why it ended; the whole enrollment where it did not end as one must. */
function endOf(enrollment: Enrollment): string {
  const { state, step, dueAt, endedAt, reason } = enrollment;
  const isOver = state === 'ended' && step === null && dueAt === null && endedAt === RECORDED_AT;
  return isOver ? `${reason?.code} by ${reason?.facts?.event}` : JSON.stringify(enrollment);
}

function eventOf({ event, origin = 'manual' }: Row): LeadEvent {
  return {
    workspaceId: 'w1',
    id: 'evt1',
    leadId: 'l1',
    campaignId: null,
    messageId: 'm1',
    kind: event,
    at: 1_000,
    recordedAt: RECORDED_AT,
    origin,
    originId: 'o1',
    verdict: 'human',
    text: null,
  };
}

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
  dueAt: 5_000,
  reason: null,
  zone: 'Europe/Berlin',
  startedAt: 0,
  lastMessageId: 'm1',
  lastTouchAt: 0,
  endedAt: null,
};
