/** How a run went: its state where that is not plain, what it did and when; what it failed with, and what to do. */
import type { Progress } from '../../api/client.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { When } from '../../parts/when.tsx';
import { useRoutineWords } from '../../words/routines.ts';
import { didSays, lasted, lastingSays, type Routine, type Run } from './did.ts';

interface LastRunProps {
  readonly of: Routine;
  /** It runs because somebody here wants it. */
  readonly busy: boolean;
  readonly far: Progress | null;
}

/** The last one of a routine, or the one under way. */
export function LastRun({ of: { last }, busy, far }: LastRunProps) {
  const { t } = useRoutineWords();
  if (busy) {
    return (
      <span role="status">
        <StateBadge state="running" />
        {far && far.done > 0 && <span className="dim under">{t('routines.runningFar', { n: far.done })}</span>}
      </span>
    );
  }
  if (last === null) return <span className="dim">{t('routines.never')}</span>;
  if (last.state === 'running') {
    return (
      <>
        <StateBadge state="running" />
        <span className="dim under">
          {t('routines.since')} <When at={last.started} />
        </span>
      </>
    );
  }
  return (
    <>
      <WhatItDid of={last} />
      <span className="dim under">
        <When at={last.finished ?? last.started} />
        <Took of={last} />
      </span>
    </>
  );
}

function Took({ of }: { readonly of: Run }) {
  const { t, language } = useRoutineWords();
  const ms = lasted(of);
  if (ms === null || of.attempts === 0) return null;
  return ` · ${ms < SECOND_MS ? t('routines.moment') : t('routines.took', { time: lastingSays(ms, language) })}`;
}

const SECOND_MS = 1_000;

interface WhatItDidProps {
  readonly of: Run;
  /** Its state stands beside it. */
  readonly plain?: boolean;
}

/** What it did; or why it did not, with what to do. */
export function WhatItDid({ of, plain = false }: WhatItDidProps) {
  const speaker = useRoutineWords();
  const { t } = speaker;
  const isWell = of.state === 'completed';
  if (isWell) return <span>{didSays(of.routine, of, speaker)}</span>;
  return (
    <>
      {!plain && <StateBadge state={of.state} />}
      <Why of={of} full={plain} />
      {of.processed > 0 && <span className="dim under">{didSays(of.routine, of, speaker)}</span>}
      {of.retry && (
        <span className="dim under">
          {t('routines.again')} <When at={of.retry} />
        </span>
      )}
    </>
  );
}

function Why({ of: { why, error, state }, full }: { readonly of: Run; readonly full: boolean }) {
  const says = why && why.says !== why.code ? why.says : '';
  return (
    <>
      {says && <span className={state === 'skipped' ? 'dim under' : 'bad under'}>{says}</span>}
      {error && <span className="bad under">{error}</span>}
      {why?.remedy && (state !== 'skipped' || full) && <span className="remedy">{why.remedy}</span>}
    </>
  );
}

/** The same in one line, for a notice. */
export function whySays({ why, error, state }: Pick<Run, 'why' | 'error' | 'state'>): string {
  const says = why && why.says !== why.code ? why.says : '';
  return [says, error ?? '', why?.remedy ?? ''].filter((part) => part !== '').join(' ') || state;
}
