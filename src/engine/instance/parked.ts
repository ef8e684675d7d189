/**
 * A bug that is met while one thing is decided parks that thing and says so with its trace: whatever is decided beside it goes on, today and
 * after a restart. Owns the reason, and how long it is left alone.
 */
import type { Reason } from '../../domain/reason.ts';
import type { Engine } from '../engine.ts';

const PARKED_MS = 3_600_000;
const DETAIL_CHARACTERS = 200;

/** What was decided, by its ids. */
type Named = Readonly<Record<string, string>>;

/** Why a thing waits, and until when, epoch ms. */
export interface Parked {
  readonly reason: Reason;
  readonly until: number;
}

/** Tells the log what broke, with its trace. */
export function park({ log, clock }: Engine, what: Named, error: unknown): Parked {
  const { stack, message } = error instanceof Error ? error : { stack: undefined, message: String(error) };
  log.error('a fault of ours: what it concerns is parked', { ...what, error: stack ?? message });
  const detail = message.slice(0, DETAIL_CHARACTERS);
  return { reason: { code: 'parked-by-fault', facts: { detail } }, until: clock.now() + PARKED_MS };
}
