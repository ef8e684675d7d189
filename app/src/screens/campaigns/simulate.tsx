/** Living through a campaign on the virtual clock: volumes, times and refusals are computed; answers are assumptions, and said to be. */
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Bars, barsOf, Days } from '../../parts/bars.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { Panel } from '../../parts/page.tsx';
import { Failed } from '../../parts/states.tsx';
import { useHere } from '../../session/session.tsx';
import { useWords } from '../../words/words.tsx';
import { totalOf } from './totals.ts';

/** The panel of it. */
export function Simulate({ campaign }: { readonly campaign: string }) {
  const { t, number } = useWords();
  const { client } = useHere();
  const [days, setDays] = useState(30);
  const [seed, setSeed] = useState(1);
  const asked = { campaign, for: `${String(days)}d`, seed };
  const run = useMutation({ mutationFn: () => client.campaigns.simulate(asked) });
  const found = run.data;
  return (
    <Panel title={t('simulate.title')} beside={<CopyCurl call={(one) => one.campaigns.simulate(asked)} short />}>
      <Group align="end" gap="sm" mb="sm">
        <TextInput
          type="number"
          size="xs"
          w={90}
          label={t('simulate.days')}
          min={1}
          max={365}
          value={days}
          onChange={(event) => setDays(event.currentTarget.valueAsNumber || 1)}
        />
        <TextInput
          type="number"
          size="xs"
          w={90}
          label={t('simulate.seed')}
          min={0}
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.valueAsNumber || 0)}
        />
        <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {t('simulate.run')}
        </Button>
      </Group>
      <p className="dim small">{t('simulate.says')}</p>
      {run.error && <Failed error={run.error} again={() => run.mutate()} />}
      {found && (
        <div className="simulated">
          <p className="line">
            <b>{t('simulate.messages', { n: found.messages, days: found.days, from: found.from.slice(0, 10) })}</b>
          </p>
          <Days label={t('campaign.byDay')} byDay={found.byDay} />
          {totalOf(found.refusals) > 0 && (
            <>
              <h3 className="label">{t('simulate.refusals')}</h3>
              <Bars label={t('simulate.refusals')} bars={barsOf(found.refusals)} />
            </>
          )}
          {totalOf(found.ends) > 0 && (
            <>
              <h3 className="label">{t('simulate.ends')}</h3>
              <Bars label={t('simulate.ends')} bars={barsOf(found.ends)} />
            </>
          )}
          <p className="dim small">
            {t('simulate.assumed', {
              what: Object.entries(found.assumptions)
                .filter(([, value]) => typeof value === 'number')
                .map(([name, value]) => `${name} ${number(value as number)}`)
                .join(', '),
            })}
          </p>
          <p className="dim small">
            {t('simulate.digest')} <code>{found.digest.slice(0, 16)}…</code>
          </p>
        </div>
      )}
    </Panel>
  );
}
