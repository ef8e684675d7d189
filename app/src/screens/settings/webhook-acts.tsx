/** What can be done with a webhook: tried, switched, given another secret, told again since a time, removed. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { MoreMenu } from '../../parts/drop/more-menu.tsx';
import { Once } from '../../parts/once.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import type { Webhook } from './webhook-state.tsx';

const Replay = lazy(() => import('./replay.tsx').then((found) => ({ default: found.Replay })));

type Asking = 'rotate' | 'remove' | 'replay' | null;

/** Its buttons. */
export function WebhookActs({ of: { name: webhook, state } }: { readonly of: Webhook }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const act = useAct();
  const [asking, setAsking] = useState<Asking>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setAsking(null);
  const on = state === 'on';
  const rotate: Question<{ readonly secret: string | null }> = {
    ...{ title: t('webhooks.rotate'), says: t('webhooks.rotateSays'), go: t('webhooks.rotate') },
    done: t('webhooks.rotated'),
    call: () => (client) => client.webhooks.rotate({ webhook }),
    then: (answer) => setSecret(answer.secret),
  };
  const remove: Question = {
    ...{ title: t('webhooks.remove'), says: t('webhooks.removeSays'), go: t('word.remove'), typed: webhook },
    ...{ grave: true, done: t('word.removed') },
    call: () => (client) => client.webhooks.remove({ webhook }),
    then: () => void navigate({ to: '/settings/webhooks' }),
  };
  if (!may(ROLE.operator)) return null;
  return (
    <>
      {may(ROLE.manager) && (
        <MoreMenu>
          {(Menu) => (
            <>
              <Menu.Item onClick={() => setAsking('replay')}>{t('webhooks.replay')}</Menu.Item>
              {may(ROLE.admin) && (
                <>
                  <Menu.Item
                    onClick={() =>
                      act.run({
                        call: (client) => client.webhooks.change({ webhook, on: !on }),
                        undo: (client) => client.webhooks.change({ webhook, on }),
                        done: t('word.saved'),
                      })
                    }
                  >
                    {t(on ? 'word.switchOff' : 'word.switchOn')}
                  </Menu.Item>
                  <Menu.Item onClick={() => setAsking('rotate')}>{t('webhooks.rotate')}</Menu.Item>
                  <Menu.Item color="red" onClick={() => setAsking('remove')}>
                    {t('word.remove')}
                  </Menu.Item>
                </>
              )}
            </>
          )}
        </MoreMenu>
      )}
      <Button
        size="xs"
        variant="default"
        loading={act.busy}
        onClick={() =>
          act.run({
            call: (client) => client.webhooks.test({ webhook }),
            done: ({ arrived, status, detail }) =>
              t(arrived ? 'webhooks.arrived' : 'webhooks.notArrived', { what: `${String(status ?? '')} ${detail}` }),
          })
        }
      >
        {t('webhooks.test')}
      </Button>
      {asking === 'rotate' && <Confirm of={rotate} close={close} />}
      {asking === 'remove' && <Confirm of={remove} close={close} />}
      {asking === 'replay' && (
        <Suspense>
          <Replay webhook={webhook} close={close} />
        </Suspense>
      )}
      {secret !== null && (
        <Once
          title={t('webhooks.secret')}
          says={t('webhooks.secretSays')}
          secret={secret}
          kept={t('word.kept')}
          close={() => setSecret(null)}
        />
      )}
    </>
  );
}
