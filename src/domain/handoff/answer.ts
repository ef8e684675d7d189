/** What an answer of a target does to the sending of a hand-off (directives/hand-off-delivery.md). Owns the moves out of `sending`. */
import type { HandOffSendState } from './handoff.ts';

/** What came of handing it over. `unconfirmed`: it may have arrived; `askMs`: how long after it can be asked about, null = never. */
export type HandOffAnswer =
  | { readonly kind: 'sent'; readonly detail: string }
  | { readonly kind: 'refused'; readonly code?: string; readonly detail: string }
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly detail: string }
  | { readonly kind: 'unconfirmed'; readonly askMs: number | null; readonly detail: string };

/** Where the sending goes. */
export interface HandOffMove {
  readonly state: Exclude<HandOffSendState, 'sending'>;
  readonly dueAt: number;
  readonly askAt: number | null;
  readonly code: string | null;
}

const MINUTE_MS = 60_000;
/** Waits before the second, third … try, minutes: half a minute helps a busy interface, three days one that is broken over a weekend. */
const WAITS_MINUTES = [1, 5, 15, 30, 60, 180, 360, 720, 720, 720, 720, 720] as const;
/** The other side may want more time, up to a day: what it asks beyond is a mistake, and would be told to nobody. */
const LONGEST_WAIT_MS = 1_440 * MINUTE_MS;

/** What follows. `attempts`: tries made, this one included. */
export function afterHandOff(answer: HandOffAnswer, attempts: number, now: number): HandOffMove {
  const wait = WAITS_MINUTES[attempts - 1];
  switch (answer.kind) {
    case 'sent':
      return { state: 'sent', dueAt: now, askAt: null, code: null };
    case 'refused':
      return { state: 'failed', dueAt: now, askAt: null, code: answer.code ?? 'hand-off-refused' };
    case 'retry':
      if (wait === undefined) return { state: 'failed', dueAt: now, askAt: null, code: 'hand-off-tries-used-up' };
      return {
        state: 'queued',
        dueAt: now + Math.min(LONGEST_WAIT_MS, Math.max(wait * MINUTE_MS, answer.afterMs ?? 0)),
        askAt: null,
        code: 'hand-off-later',
      };
    case 'unconfirmed': {
      const askAt = answer.askMs === null || wait === undefined ? null : now + Math.max(wait * MINUTE_MS, answer.askMs);
      return { state: 'unconfirmed', dueAt: now, askAt, code: 'hand-off-unanswered' };
    }
  }
}
