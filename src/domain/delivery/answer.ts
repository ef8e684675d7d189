/**
 * What a channel's answer does to a message, and what it says of the connection (directives/send-result.md). Owns the moves out
 * of `sending`; how long a connection that fails is left alone is `rest.ts`.
 */
import type { Reason } from '../reason.ts';
import { type Blame, NO_MAILBOX } from './reply.ts';

/** What became of a send. `unconfirmed` = it may have been accepted: never sent again blindly. */
export type SendResult =
  | { readonly kind: 'sent'; readonly providerRef: string | null; readonly detail: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly blame: Blame }
  | {
      readonly kind: 'retry';
      readonly afterMs: number | null;
      readonly code: string;
      readonly detail: string;
      /** Whose fault the delay is, where the answer tells: a throttled sender rests, one full mailbox stops nobody. */
      readonly blame?: Blame;
    }
  | { readonly kind: 'unconfirmed'; readonly detail: string };

/** A message that was tried. Times in epoch milliseconds. */
export interface Attempt {
  /** Tries made, this one included. */
  readonly tries: number;
  /** Those before this one that were put off for the message's own sake. */
  readonly putOffs: number;
  /** When it was tried first. */
  readonly since: number;
  /** Its connection is on record: while that fails, what leaves by it is held, and goes on when it is well again. */
  readonly onRecord?: boolean;
}

/** How often and how long a message is tried again. */
export interface RetryPolicy {
  /** Waits before the second, third … try, ms. A message that its own mailbox puts off has no try after the last. */
  readonly waitsMs: readonly number[];
  /** A message that only the connection held up is given up this long after it was tried first, ms. */
  readonly giveUpMs: number;
}

/** Where a message goes. `contact` = what the answer says of the connection: it works, it fails, or neither. */
export interface Outcome {
  readonly to: 'sent' | 'queued' | 'refused' | 'failed' | 'unconfirmed';
  readonly reason: Reason | null;
  /** Not before this time; null = as it was. */
  readonly dueAt: number | null;
  readonly contact: 'works' | 'fails' | 'unclear';
  /** Whether it was put off for its own sake: it has only so many of these. */
  readonly putOff: boolean;
}

const MINUTE_MS = 60_000;

/** Five, fifteen and thirty minutes; three days where the connection is at fault. */
export const STANDARD_RETRIES: RetryPolicy = {
  waitsMs: [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS],
  giveUpMs: 72 * 60 * MINUTE_MS,
};

/** Answers that are about the connection, whatever the message was. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'login-refused',
  'sender-refused',
  'sender-throttled',
  'no-connection',
  'tls-failed',
  'connection-lost',
  'server-silent',
  'server-busy',
  'outbox-full',
  'outbox-unusable',
  'outbox-unwritable',
]);

/** Nothing was handed over: it was being closed, or the worker stood still. Neither message nor connection is to blame. */
const CLOSED = 'channel-closed';
/** After one such answer a connection on record fails, so that the message meets the hold of it at once. */
const LOGIN = 'login-refused';
const DETAIL_CHARACTERS = 300;
/** A channel that asks for more than a day is mistaken. */
const LONGEST_WAIT_MS = 1_440 * MINUTE_MS;

/** What follows from an answer. The same answer gives the same outcome, for ever. */
export function afterAnswer(answer: SendResult, attempt: Attempt, policy: RetryPolicy, now: number): Outcome {
  switch (answer.kind) {
    case 'sent':
      return { to: 'sent', reason: null, dueAt: null, contact: 'works', putOff: false };
    case 'unconfirmed':
      return { ...OVER, to: 'unconfirmed', reason: because('outcome-unknown', answer), contact: 'fails' };
    case 'refused':
      if (OF_THE_CONNECTION.has(answer.code)) return laterOrNever(answer, null, attempt, policy, now);
      return { ...OVER, to: 'refused', reason: because('channel-refused', answer), contact: 'works' };
    case 'retry':
      if (OF_THE_CONNECTION.has(answer.code) || answer.code === CLOSED)
        return laterOrNever(answer, answer.afterMs, attempt, policy, now);
      return again(answer, attempt, policy, now);
  }
}

/** Whether an answer says of the address what a mail says that comes back for good: nothing will ever arrive there. */
export function isHardBounce(answer: SendResult): boolean {
  return answer.kind === 'refused' && answer.code === NO_MAILBOX;
}

/** Whether a message that ended for this reason came back at the door: its address does not exist. */
export function cameBackAtTheDoor(reason: Reason | null): boolean {
  return reason?.facts?.answer === NO_MAILBOX;
}

/**
 * The message is not to blame, so it does not lose its tries: it waits longer and longer, and is given up by the time since its first
 * try alone. Why not by its age: it may have waited for days before, for a limit or a stop.
 * Why a refused sender too: a login that was changed must not cost every message that was due meanwhile.
 */
function laterOrNever(
  answer: Exclude<Answer, { kind: 'unconfirmed' }>,
  afterMs: number | null,
  { tries, since, onRecord = false }: Attempt,
  { waitsMs, giveUpMs }: RetryPolicy,
  now: number,
): Outcome {
  const contact = answer.code === CLOSED ? 'unclear' : 'fails';
  const again = { to: 'queued', reason: because('try-again', answer), contact, putOff: false } as const;
  if (onRecord && answer.kind === 'refused' && answer.code === LOGIN) return { ...again, dueAt: now };
  if (now - since >= giveUpMs) return { ...OVER, to: 'failed', reason: because('retries-used-up', answer), contact };
  const wait = waitsMs[Math.min(tries, waitsMs.length) - 1] ?? 0;
  return { ...again, dueAt: now + noSooner(wait, afterMs) };
}

/** This message is put off: it has as many tries as there are waits, and one. */
function again(
  answer: Extract<SendResult, { kind: 'retry' }>,
  { putOffs }: Attempt,
  { waitsMs }: RetryPolicy,
  now: number,
): Outcome {
  const wait = waitsMs[putOffs];
  if (wait === undefined) {
    return { ...OVER, to: 'failed', reason: because('retries-used-up', answer), contact: 'works', putOff: true };
  }
  return {
    to: 'queued',
    reason: because('try-again', answer),
    dueAt: now + noSooner(wait, answer.afterMs),
    contact: 'works',
    putOff: true,
  };
}

/** It is not tried again. */
const OVER = { dueAt: null, putOff: false } as const;

/** Our wait, or what a channel asks for where that is longer, but no more than a day, in whole ms; adapters of others may ask for anything. */
export function noSooner(wait: number, afterMs: number | null): number {
  if (afterMs === null || !Number.isFinite(afterMs)) return wait;
  return Math.max(wait, Math.min(LONGEST_WAIT_MS, Math.ceil(afterMs)));
}

type Answer = Exclude<SendResult, { kind: 'sent' }>;

function because(code: string, answer: Answer): Reason {
  const detail = answer.detail.slice(0, DETAIL_CHARACTERS);
  if (answer.kind === 'unconfirmed') return { code, facts: { detail } };
  const blame = answer.blame === undefined ? {} : { blame: answer.blame };
  return { code, facts: { answer: answer.code, detail, ...blame } };
}
