/** What can be done with a routine: run now, set otherwise, switched off and on; one that somebody added is also removed. */
import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { Progress, RekindleClient } from '../../api/client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { DropMenu } from '../../parts/drop/drop-menu.tsx';
import { useRoutineWords } from '../../words/routines.ts';
import { didSays, type Routine } from './did.ts';
import { whySays } from './last-run.tsx';
import { settingsSaid } from './settings-said.ts';
import { titleOf } from './title.ts';

const ScheduleForm = lazy(() => import('./schedule-form.tsx').then((found) => ({ default: found.ScheduleForm })));

/** Runs it because somebody wants it now, telling how far it is. */
export function useRunNow({ name }: Routine) {
  const speaker = useRoutineWords();
  const { t } = speaker;
  const act = useAct();
  const [far, setFar] = useState<Progress | null>(null);
  const title = titleOf(name, t);
  const go = () => {
    setFar(null);
    act.run({
      call: (client) => client.routines.run({ name }, { progress: setFar }),
      done: (run) =>
        run.state === 'completed'
          ? t('routines.ran', { name: title, did: didSays(name, run, speaker) })
          : run.state === 'skipped'
            ? t('routines.ran', { name: title, did: whySays(run) })
            : t('routines.ranBadly', { name: title, why: whySays(run) }),
    });
  };
  return { go, far, busy: act.busy };
}

interface RoutineActsProps {
  readonly of: Routine;
  readonly busy: boolean;
  go(): void;
}

/** Beside it. */
export function RoutineActs({ of, busy, go }: RoutineActsProps) {
  const { t } = useRoutineWords();
  const act = useAct();
  const [changing, setChanging] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { name, enabled, operation, last } = of;
  const title = titleOf(name, t);
  const turn = (on: boolean) => (client: RekindleClient) =>
    on ? client.routines.enable({ name }) : client.routines.disable({ name });
  const done = t(enabled ? 'routines.switchedOff' : 'routines.switchedOn', { name: title });
  return (
    <div className="item-acts routine-acts">
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        disabled={last?.state === 'running'}
        aria-label={t('routines.runNamed', { name: title })}
        onClick={go}
      >
        {t('routines.run')}
      </Button>
      <DropMenu
        position="bottom-end"
        width={200}
        target={
          <Button size="compact-xs" variant="default" aria-label={t('routines.more', { name: title })}>
            <IconDots size={14} aria-hidden />
          </Button>
        }
      >
        {(Menu) => (
          <>
            <Menu.Item onClick={() => setChanging(true)}>{t('routines.change')}</Menu.Item>
            <Menu.Item onClick={() => act.run({ call: turn(!enabled), undo: turn(enabled), done })}>
              {t(enabled ? 'routines.switchOff' : 'routines.switchOn')}
            </Menu.Item>
            {operation !== null && (
              <Menu.Item color="red" onClick={() => setRemoving(true)}>
                {t('routines.remove')}
              </Menu.Item>
            )}
          </>
        )}
      </DropMenu>
      {changing && (
        <Suspense>
          <ScheduleForm of={of} close={() => setChanging(false)} />
        </Suspense>
      )}
      {removing && operation !== null && (
        <Confirm of={removal({ ...of, operation }, t)} close={() => setRemoving(false)} />
      )}
    </div>
  );
}

type Own = Routine & { readonly operation: string };

function removal(of: Own, t: ReturnType<typeof useRoutineWords>['t']): Question {
  const { name, operation, input, enabled } = of;
  return {
    ...{ title: t('routines.removeTitle', { name }), says: t('routines.removeSays'), go: t('routines.remove') },
    done: t('routines.removed', { name }),
    call: () => (client) => client.routines.remove({ name }),
    async undo(client) {
      const put = { name, operation, input: JSON.stringify(input), ...settingsSaid(of) };
      const back = await client.routines.add(put);
      return enabled ? back : client.routines.disable({ name });
    },
  };
}
