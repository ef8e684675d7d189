/** Small marks of an account: its status, health, coverage, what stands against it. */
import { Tag, type Tone } from '../../parts/tag.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { AccountRow } from './use-accounts.ts';

type Judged = AccountRow['judged'];

const TONES: Readonly<Record<string, Tone>> = { active: 'good', paused: 'waits', completed: 'new', closed: 'new' };

/** Where it stands. */
export function StatusTag({ status }: { readonly status: string }) {
  const { t } = useAccountWords();
  return <Tag tone={TONES[status] ?? 'over'}>{t(`status.${status}` as AccountWord)}</Tag>;
}

/** How it fares: a word, and the number behind it. */
export function Health({ of }: { readonly of: Pick<NonNullable<Judged>, 'health'> | null }) {
  const { t } = useAccountWords();
  if (of === null) return <span className="dim">–</span>;
  const { score, label } = of.health;
  return (
    <span className={`health health-${label}`}>
      {t(`health.${label}` as AccountWord)} <span className="num dim">{score}</span>
    </span>
  );
}

/** How many of those who can be reached were. */
export function Coverage({ of }: { readonly of: Pick<NonNullable<Judged>, 'coverage'> | null }) {
  const { t } = useAccountWords();
  if (of === null) return <span className="dim">–</span>;
  const { touched, reachable, share } = of.coverage;
  return (
    <span className="coverage">
      <span className="coverage-bar" aria-hidden>
        <span style={{ width: `${String(Math.round(share * 100))}%` }} />
      </span>
      <span className="small num">{t('accounts.coverageOf', { touched, reachable })}</span>
    </span>
  );
}

/** What stands against it, each kind once. */
export function Against({ of }: { readonly of: Judged }) {
  const { t } = useAccountWords();
  const kinds = [...new Set((of?.conflicts ?? []).map(({ kind }) => kind))];
  if (kinds.length === 0) return <span className="dim">{t('accounts.nothing')}</span>;
  return <>{kinds.map((kind) => t(`conflict.${kind}`)).join(', ')}</>;
}
