/**
 * What a channel's answer does to a message, and what it says of the connection (directives/send-result.md). Owns the moves out
 * of `sending`; how long a connection that fails is left alone is `rest.ts`.
 */
import type { Reason } from '../reason.ts';
import type { Blame } from './reply.ts';

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
  readonly createdAt: number;
  /** Its connection is on record: while that fails, what leaves by it is held, and goes on when it is well again. */
  readonly onRecord?: boolean;
}

/** How often and how long a message is tried again. */
export interface RetryPolicy {
  /** Waits before the second, third … try, ms. A message that its own mailbox puts off has no try after the last. */
  readonly waitsMs: readonly number[];
  /** A message that only the connection held up is given up this long after it was made, ms. */
  readonly giveUpMs: number;
}

/** Where a message goes. `contact` = what the answer says of the connection: it works, it fails, or neither. */
export interface Outcome {
  readonly to: 'sent' | 'queued' | 'refused' | 'failed' | 'unconfirmed';
  readonly reason: Reason | null;
  /** Not before this time; null = as it was. */
  readonly dueAt: number | null;
  readonly contact: 'works' | 'fails' | 'unclear';
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

/** After one such answer a connection on record fails, so that the message meets the hold of it at once. */
const LOGIN = 'login-refused';
const DETAIL_CHARACTERS = 300;
/** A channel that asks for more than a day is mistaken. */
const LONGEST_WAIT_MS = 1_440 * MINUTE_MS;

/** What follows from an answer. The same answer gives the same outcome, for ever. */
export function afterAnswer(answer: SendResult, attempt: Attempt, policy: RetryPolicy, now: number): Outcome {
  switch (answer.kind) {
    case 'sent':
      return { to: 'sent', reason: null, dueAt: null, contact: 'works' };
    case 'unconfirmed':
      return { to: 'unconfirmed', reason: because('outcome-unknown', answer), dueAt: null, contact: 'fails' };
    case 'refused':
      if (OF_THE_CONNECTION.has(answer.code)) return laterOrNever(answer, null, attempt, policy, now);
      return { to: 'refused', reason: because('channel-refused', answer), dueAt: null, contact: 'works' };
    case 'retry':
      if (OF_THE_CONNECTION.has(answer.code)) return laterOrNever(answer, answer.afterMs, attempt, policy, now);
      return again(answer, attempt, policy, now);
  }
}

/**
 * The message is not to blame, so it does not lose its tries: it waits longer and longer, and is given up by its age alone.
 * Why a refused sender too: a login that was changed must not cost every message that was due meanwhile.
 */
function laterOrNever(
  answer: Answer,
  afterMs: number | null,
  { tries, createdAt, onRecord = false }: Attempt,
  { waitsMs, giveUpMs }: RetryPolicy,
  now: number,
): Outcome {
  if (onRecord && answer.kind === 'refused' && answer.code === LOGIN)
    return { to: 'queued', reason: because('try-again', answer), dueAt: now, contact: 'fails' };
  if (now - createdAt >= giveUpMs) return { ...GIVEN_UP, reason: because('retries-used-up', answer), contact: 'fails' };
  const wait = waitsMs[Math.min(tries, waitsMs.length) - 1] ?? 0;
  return {
    to: 'queued',
    reason: because('try-again', answer),
    dueAt: now + noSooner(wait, afterMs),
    contact: 'fails',
  };
}

/** This message is put off: it has as many tries as there are waits, and one. */
function again(
  answer: Extract<SendResult, { kind: 'retry' }>,
  { tries }: Attempt,
  { waitsMs }: RetryPolicy,
  now: number,
): Outcome {
  const contact = answer.code === 'channel-closed' ? 'unclear' : 'works';
  const wait = waitsMs[tries - 1];
  if (wait === undefined) return { ...GIVEN_UP, reason: because('retries-used-up', answer), contact };
  return {
    to: 'queued',
    reason: because('try-again', answer),
    dueAt: now + noSooner(wait, answer.afterMs),
    contact,
  };
}

/** Our wait, or what the channel asks for where that is longer, in whole ms; adapters of others may ask for anything. */
function noSooner(wait: number, afterMs: number | null): number {
  if (afterMs === null || !Number.isFinite(afterMs)) return wait;
  return Math.max(wait, Math.min(LONGEST_WAIT_MS, Math.ceil(afterMs)));
}

const GIVEN_UP = { to: 'failed', dueAt: null } as const;

type Answer = Exclude<SendResult, { kind: 'sent' }>;

function because(code: string, answer: Answer): Reason {
  const detail = answer.detail.slice(0, DETAIL_CHARACTERS);
  if (answer.kind === 'unconfirmed') return { code, facts: { detail } };
  const blame = answer.blame === undefined ? {} : { blame: answer.blame };
  return { code, facts: { answer: answer.code, detail, ...blame } };
}
