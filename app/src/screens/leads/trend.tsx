/** Where a score goes: an arrow with by how much it changed last, and the same in words. */
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { useLeadWords } from '../../words/leads.ts';

interface TrendProps {
  /** Of 1. */
  readonly score: number;
  /** Before it last changed; null = it never did. */
  readonly before: number | null;
}

/** Nothing where it never changed. */
export function Trend({ score, before }: TrendProps) {
  const { t } = useLeadWords();
  if (before === null) return null;
  const isUp = score > before;
  const Arrow = isUp ? IconArrowUpRight : IconArrowDownRight;
  const by = Math.abs(score - before).toFixed(2);
  const says = t(isUp ? 'score.up' : 'score.down', { by, before: before.toFixed(2) });
  return (
    <span className={isUp ? 'trend trend-up' : 'trend trend-down'} title={says}>
      <Arrow size={13} stroke={2} aria-hidden />
      <span className="num" aria-hidden>
        {by}
      </span>
      <span className="sr">{says}</span>
    </span>
  );
}
