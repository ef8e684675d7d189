/** The runs of a routine, newest first, and how it is set. */
import { useEffect, useRef } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { When } from '../../parts/when.tsx';
import { type RoutineWord, useRoutineWords } from '../../words/routines.ts';
import { lasted, lastingSays, type Routine, type Run } from './did.ts';
import { WhatItDid } from './last-run.tsx';
import { titleOf } from './title.ts';

/** The most runs that are shown: of what runs every five minutes, more than half a day. */
const MOST_RUNS = 200;
const SECOND_MS = 1_000;

/** Below its row. */
export function History({ of }: { readonly of: Routine }) {
  const { t } = useRoutineWords();
  const { name } = of;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What it answers, a promise in newer browsers, is no way to take it back.
    here.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const asked = useAsk(
    'routine history',
    { name },
    (client, how) => client.routines.history({ name, limit: MOST_RUNS }, how),
    { live: true },
  );
  return (
    <div ref={here} className="routine-history">
      <p className="line dim">
        <Settings of={of} />
      </p>
      <Asked of={asked}>
        {({ runs }) =>
          runs.length === 0 ? (
            <p className="dim">{t('routines.noRuns')}</p>
          ) : (
            <>
              {runs.length === MOST_RUNS && <p className="line dim">{t('routines.newest', { n: MOST_RUNS })}</p>}
              <Runs name={titleOf(name, t)} of={runs} />
            </>
          )
        }
      </Asked>
    </div>
  );
}

/** How much, how long and how often, in a sentence. */
function Settings({ of: { batch, most, timeout, retries } }: { readonly of: Routine }) {
  const { t, language } = useRoutineWords();
  return t('routines.isSet', {
    batch,
    most: most === null ? t('routines.noMost') : t('routines.isMost', { n: most }),
    timeout: lastingSays(timeout * SECOND_MS, language),
    retries: retries === 0 ? t('routines.noRetries') : t('routines.isRetries', { n: retries }),
  });
}

function Runs({ name, of }: { readonly name: string; readonly of: readonly Run[] }) {
  const { t } = useRoutineWords();
  return (
    <table className="plain stacks" aria-label={t('routines.history', { name })}>
      <thead>
        <tr>
          <th scope="col">{t('routines.ranAt')}</th>
          <th scope="col">{t('routines.state')}</th>
          <th scope="col">{t('routines.did')}</th>
          <th scope="col">{t('routines.tookHead')}</th>
          <th scope="col">{t('routines.tries')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((run) => (
          <RunRow key={run.slot} of={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ of }: { readonly of: Run }) {
  const { t, language, number } = useRoutineWords();
  const { cause, missed = 0, state, attempts } = of;
  const ms = lasted(of);
  const byItself = cause === undefined || cause === 'schedule';
  return (
    <tr>
      <td>
        <When at={of.started ?? of.slot} exact />
        {!byItself && <span className="dim under">{t(`cause.${cause}` as RoutineWord)}</span>}
        {missed > 0 && <span className="dim under">{t('routines.missed', { n: missed })}</span>}
      </td>
      <td data-label={t('routines.state')}>
        <StateBadge state={state} />
      </td>
      <td data-label={t('routines.did')}>{state === 'running' ? '–' : <WhatItDid of={of} plain />}</td>
      <td data-label={t('routines.tookHead')} className="num">
        {ms === null || attempts === 0 ? '–' : ms < SECOND_MS ? t('routines.moment') : lastingSays(ms, language)}
      </td>
      <td data-label={t('routines.tries')} className="num">
        {number(attempts)}
      </td>
    </tr>
  );
}
