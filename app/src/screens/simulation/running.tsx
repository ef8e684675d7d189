/** A run that is under way: for how long by now, and the way out of it. */
import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Panel } from '../../parts/page.tsx';
import { useSimulationWords } from '../../words/simulation.ts';

const SECOND_MS = 1_000;

/** The panel of it. */
export function Running({ days }: { readonly days: number }) {
  const { t } = useSimulationWords();
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
        <Progress value={100} animated aria-label={t('sim.running', { days })} />
        <p className="dim small sim-under">{t('sim.runningFor', { n: seconds })}</p>
      </div>
    </Panel>
  );
}
