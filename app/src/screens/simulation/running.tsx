/** A run that is under way: its days as they are lived through, and the way out of it. */
import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Panel } from '../../parts/page.tsx';
import { useSimulationWords } from '../../words/simulation.ts';
import type { LivedSoFar } from './lived.ts';

const SECOND_MS = 1_000;
const WHOLE = 100;

/** The panel of it. */
export function Running({ days, far }: { readonly days: number; readonly far: LivedSoFar }) {
  const { t, number } = useSimulationWords();
  const queries = useQueryClient();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const stop = () => void queries.cancelQueries({ predicate: ({ queryKey }) => queryKey[1] === 'simulation' });
  return (
    <Panel
      title={t('sim.running', { days })}
      beside={
        <Button size="compact-sm" variant="default" onClick={stop}>
          {t('sim.stop')}
        </Button>
      }
    >
      <div role="status">
        <Progress
          value={far.day === null ? WHOLE : (far.day / days) * WHOLE}
          animated={far.day === null}
          aria-label={t('sim.running', { days })}
        />
        <p className="sim-under">
          {far.day === null
            ? t('sim.assessing', { n: far.done })
            : t('sim.atDay', { n: far.done, day: far.day + 1, days })}
        </p>
      </div>
      {far.byDay.length > 0 && (
        <ol className="sim-lived" aria-label={t('sim.livedDays')}>
          {far.byDay.map((n, day) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is known by its place.
            <li key={day} title={t('sim.livedDay', { day: day + 1, n })} style={{ width: `${String(WHOLE / days)}%` }}>
              <span style={{ height: `${String((n / Math.max(1, ...far.byDay)) * WHOLE)}%` }} />
              <span className="sr">{number(n)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="dim small">{t('sim.runningFor', { n: seconds })}</p>
    </Panel>
  );
}
