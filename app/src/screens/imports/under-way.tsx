/** A file that is gone through: how far, and the way out of it. */
import { Button, Progress } from '@mantine/core';
import type { Progress as HowFar } from '../../api/client.ts';
import { useImportWords } from '../../words/imports.ts';

interface UnderWayProps {
  readonly says: string;
  /** Null = nothing is told yet. */
  readonly far: HowFar | null;
  stop(): void;
}

const WHOLE = 100;

/** The bar. */
export function UnderWay({ says, far, stop }: UnderWayProps) {
  const { t } = useImportWords();
  const share = far?.total ? Math.min(WHOLE, (far.done / far.total) * WHOLE) : null;
  return (
    <div className="under-way" role="status">
      <div className="item-head">
        <b>{says}</b>
        <Button size="compact-xs" variant="default" onClick={stop}>
          {t('imports.stop')}
        </Button>
      </div>
      <Progress value={share ?? WHOLE} animated={share === null || share === WHOLE} aria-label={says} />
      <p className="dim small">{far === null ? ' ' : farSays(t, far)}</p>
    </div>
  );
}

function farSays(t: ReturnType<typeof useImportWords>['t'], { done, total }: HowFar): string {
  return total === null ? t('imports.rows', { n: done }) : t('imports.rowsOf', { n: done, of: Math.max(done, total) });
}
