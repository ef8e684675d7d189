/** How the instance fares: what keeps messages from leaving, what waits, what the doctor finds; all of it to be copied without a secret. */
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconStethoscope } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { Page, Panel } from '../../parts/page.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { useInstance } from '../../shell/instance.ts';
import type { Word } from '../../words/en.ts';
import { useRoutineWords } from '../../words/routines.ts';
import { useSettingWords } from '../../words/settings.ts';
import { titleOf } from '../routines/title.ts';
import { reportOf } from './report.ts';
import { type Examined, Symptoms } from './symptoms.tsx';

const Figures = lazy(() => import('./figures.tsx').then((found) => ({ default: found.FiguresOfHealth })));

/** The screen. */
export function HealthScreen() {
  const { t } = useSettingWords();
  const act = useAct();
  const clipboard = useClipboard({ timeout: 2_000 });
  const [examined, setExamined] = useState<Examined | null>(null);
  const instance = useInstance().data;
  const routines = useAsk('health', {}, (client, how) => client.routines.health({}, how), { live: true }).data;
  const copied = (found: Examined) => {
    setExamined(found);
    clipboard.copy(reportOf(found, new Date().toISOString()));
  };
  return (
    <Page
      title={t('settings.health')}
      says={t('health.says')}
      acts={
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.6} />}
            loading={act.busy}
            onClick={() =>
              act.run({ call: (client) => client.doctor.examine({}), done: t('health.copiedSays'), then: copied })
            }
          >
            {t(clipboard.copied ? 'act.copied' : 'health.copy')}
          </Button>
          <Button
            size="xs"
            leftSection={<IconStethoscope size={15} stroke={1.6} />}
            loading={act.busy}
            onClick={() =>
              act.run({ call: (client) => client.doctor.examine({}), done: t('health.examined'), then: setExamined })
            }
          >
            {t('health.examine')}
          </Button>
        </>
      }
    >
      {instance && <Standing of={instance} />}
      <Suspense>
        <Figures />
      </Suspense>
      {routines && <Routines of={routines.routines} />}
      <Panel title={t('health.doctor')}>
        {examined ? <Symptoms of={examined} /> : <p className="dim">{t('health.doctorSays')}</p>}
      </Panel>
    </Page>
  );
}

type Instance = NonNullable<ReturnType<typeof useInstance>['data']>;

function Standing({ of: { sends, reason, remedy, nextAt, connections, halts } }: { readonly of: Instance }) {
  const { t } = useSettingWords();
  return (
    <Panel
      title={t('health.sending')}
      beside={
        <Tag tone={sends && halts.length === 0 ? 'good' : 'bad'}>
          {t(!sends ? 'health.doesNot' : halts.length > 0 ? 'health.stopped' : 'health.sends')}
        </Tag>
      }
    >
      {reason && (
        <p className="line">
          {reason} <span className="dim">{remedy}</span>
        </p>
      )}
      <dl className="fields">
        <div className="field field-wide">
          <dt>{t('health.next')}</dt>
          <dd>
            <When at={nextAt} />
          </dd>
        </div>
        <div className="field field-wide">
          <dt>{t('health.rests')}</dt>
          <dd>
            {connections.length === 0
              ? t('health.none')
              : connections.map(({ connection, failures, code }) => (
                  <span className="lines" key={connection}>
                    {t('health.rest', { name: connection, n: failures, code: code ?? '' })}
                  </span>
                ))}
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

interface RoutineShown {
  readonly name: string;
  readonly health: string;
  readonly completed: number;
  readonly failed: number;
  readonly skipped: number;
}

function Routines({ of }: { readonly of: readonly RoutineShown[] }) {
  const { t } = useRoutineWords();
  return (
    <Panel title={t('nav.routines')} beside={<Link to="/routines">{t('routines.all')}</Link>}>
      <dl className="fields">
        {of.map(({ name, health, completed, failed, skipped }) => (
          <div className="field field-wide" key={name}>
            <dt>
              <Link to="/routines" search={{ routine: name }}>
                {titleOf(name, t)}
              </Link>
            </dt>
            <dd>
              <Tag tone={health === 'healthy' ? 'good' : 'waits'}>{t(`is.${health}` as Word) || health}</Tag>{' '}
              <span className="dim small">{t('routines.runs', { done: completed, failed, skipped })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
