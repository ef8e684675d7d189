/** A refusal in a sentence: for which ways, about what, and why; what a person typed as its reason stands as it is. */
import type { Word } from '../words/en.ts';
import type { Words } from '../words/words.tsx';

interface Refused {
  readonly kind: string;
  readonly channel: string;
  readonly reason: string;
}

/** It. */
export function refusedFull(t: Words['t'], { kind, channel, reason }: Refused): string {
  return t('lead.refusedFull', {
    what: t(`channel.${channel}` as Word),
    kind: t(`kind.${kind}` as Word) || kind,
    reason: t(`refused.${reason}` as Word) || reason,
  });
}
