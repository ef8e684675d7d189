/** What runs by itself: the daily pipeline, upkeep, and what somebody added; when, how it went, and what can be done about it. */
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useOffer } from '../../shell/actions.tsx';
import { type RoutineWord, useRoutineWords } from '../../words/routines.ts';
import '../ops.css';
import type { Routine } from './did.ts';
import { RoutineTable } from './routine-table.tsx';
import { StagesUnderWay, useRunAll } from './run-all.tsx';

const AskRunAll = lazy(() => import('./ask-run-all.tsx').then((found) => ({ default: found.AskRunAll })));

/** The screen. */
export function RoutinesScreen() {
  const { t } = useRoutineWords();
  const asked = useAsk('routines', {}, (client, how) => client.routines.list({}, how), { live: true });
  return (
    <Page title={t('nav.routines')} says={t('routines.says')}>
      <Asked of={asked}>{({ routines }) => <Groups of={routines} />}</Asked>
    </Page>
  );
}

function Groups({ of }: { readonly of: readonly Routine[] }) {
  const stages = of.filter(({ order }) => order !== null).sort(byPlace);
  const others = of.filter(({ order }) => order === null).sort((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <>
      <Pipeline of={stages} />
      <Group name="upkeep" of={others.filter(({ operation }) => operation === null)} />
      <Group name="own" of={others.filter(({ operation }) => operation !== null)} />
    </>
  );
}

/** As the pipeline runs them. */
function byPlace(a: Routine, b: Routine): number {
  return (a.order ?? 0) - (b.order ?? 0) || (a.name < b.name ? -1 : 1);
}

/** Those of a kind; none = nothing. */
function Group({ name, of, beside }: GroupProps) {
  const { t } = useRoutineWords();
  if (of.length === 0) return null;
  return (
    <Panel title={t(`routines.${name}`)} beside={beside}>
      <p className="line dim">{t(`routines.${name}Says` as RoutineWord)}</p>
      <RoutineTable of={of} />
    </Panel>
  );
}

interface GroupProps {
  readonly name: 'pipeline' | 'upkeep' | 'own';
  readonly of: readonly Routine[];
  readonly beside?: ReactNode;
}

function Pipeline({ of }: { readonly of: readonly Routine[] }) {
  const { t } = useRoutineWords();
  const { may } = useHere();
  const [asking, setAsking] = useState(false);
  const all = useRunAll();
  const mayRun = may(ROLE.operator) && of.length > 0;
  useOffer(
    useMemo(
      () =>
        mayRun && !all.busy
          ? [{ id: 'run-all', label: t('routines.runAll'), group: t('nav.routines'), run: () => setAsking(true) }]
          : [],
      [mayRun, all.busy, t],
    ),
  );
  const run = mayRun && (
    <Button
      size="xs"
      leftSection={<IconPlayerPlay size={15} stroke={1.6} aria-hidden />}
      loading={all.busy}
      onClick={() => setAsking(true)}
    >
      {t('routines.runAll')}
    </Button>
  );
  return (
    <>
      {all.busy && <StagesUnderWay far={all.far} />}
      <Group name="pipeline" of={of} beside={run} />
      {asking && (
        <Suspense>
          <AskRunAll of={of} go={all.go} close={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
