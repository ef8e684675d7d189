/** A refusal in a sentence: for which ways, about what, and why; what a person typed as its reason stands as it is. */
import type { Blanks } from '../words/blanks.ts';
import type { REFUSED } from '../words/en/refused.ts';
import type { Word } from '../words/en.ts';

type RefusedWord = keyof typeof REFUSED;

interface Refused {
  readonly kind: string;
  readonly channel: string;
  readonly reason: string;
}

/** It. */
export function refusedFull(
  t: (word: Word | RefusedWord, blanks?: Blanks) => string,
  { kind, channel, reason }: Refused,
): string {
  return t('lead.refusedFull', {
    what: t(`channel.${channel}` as Word),
    kind: t(`kind.${kind}` as RefusedWord) || kind,
    reason: t(`refused.${reason}` as RefusedWord) || reason,
  });
}
