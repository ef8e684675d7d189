/** Runs a row of booking-talk.md. */
import type { ChoiceKind } from '../src/domain/booking/choice.ts';
import { talkAfter } from '../src/domain/booking/talk.ts';
import type { ReplyIntent } from '../src/domain/conversation/reply-intent.ts';

interface Row {
  readonly kind: ChoiceKind;
  readonly left: readonly number[];
  readonly intent?: ReplyIntent;
  readonly offers?: number;
  readonly isAsked?: boolean;
  readonly now?: number;
}

const CODE = { chosen: 'booking-chosen', none: 'booking-declined', unclear: 'booking-unclear', other: 'booking-other' };

export function run({ kind, left, intent = 'unsure', offers = 1, isAsked = false, now = 0 }: Row) {
  const reasons = [{ code: CODE[kind] }];
  const next = talkAfter({ kind, left, reasons }, intent, { offers, isAsked }, now);
  return { ...next, codes: next.reasons.map(({ code }) => code).join(', ') };
}
