/** Small marks: tier, stage, state. Colour never says alone what a word does not. */
import { Badge } from '@mantine/core';
import type { Word } from '../words/en.ts';
import { useWords } from '../words/words.tsx';

/** A tier as a dot and its name. */
export function Tier({ tier }: { readonly tier: string }) {
  const { t } = useWords();
  return (
    <span className="tier">
      <span className={`tier-dot tier-${tier}`} aria-hidden />
      {t(`tier.${tier}` as Word)}
    </span>
  );
}

const TONES: Readonly<Record<string, string>> = {
  enrolled: 'petrol',
  ready: 'petrol',
  review: 'yellow',
  unrouted: 'gray',
  rejected: 'gray',
  ended: 'gray',
  left: 'gray',
  draft: 'gray',
  checked: 'blue',
  live: 'green',
  paused: 'yellow',
  finished: 'gray',
  cancelled: 'gray',
  queued: 'blue',
  claimed: 'blue',
  sending: 'blue',
  sent: 'green',
  delivered: 'green',
  bounced: 'red',
  held: 'yellow',
  refused: 'gray',
  failed: 'red',
  unconfirmed: 'orange',
  open: 'petrol',
  claimedHandOff: 'blue',
  done: 'gray',
  due: 'petrol',
  waiting: 'yellow',
  healthy: 'green',
  degraded: 'yellow',
  running: 'blue',
  undoing: 'blue',
  completed: 'green',
  skipped: 'gray',
};

/** A state in a word. */
export function StateBadge({ state }: { readonly state: string }) {
  const { t } = useWords();
  return <Badge color={TONES[state] ?? 'gray'}>{t(`is.${state}` as Word) || state}</Badge>;
}
