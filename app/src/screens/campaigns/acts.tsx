/** What can be done with a campaign in its state. A launch is confirmed by its name: messages leave by it. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import type { CampaignPage } from '../../api/shapes.ts';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';

const Launch = lazy(() => import('./launch.tsx').then((found) => ({ default: found.Launch })));

/** Its buttons. */
export function CampaignActs({ of }: { readonly of: CampaignPage }) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const [launching, setLaunching] = useState(false);
  const { id: campaign, state } = of;
  const pause: Act['call'] = (client) => client.campaigns.pause({ campaign });
  const resume: Act['call'] = (client) => client.campaigns.resume({ campaign });
  const assess: Act['call'] = (client) => client.campaigns.assess({ campaign });
  if (!may(ROLE.operator)) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={act.busy}
        onClick={() => act.run({ call: assess, done: t('campaign.assessed') })}
      >
        {t('campaign.assess')}
      </Button>
      {state === 'live' && (
        <Button
          size="xs"
          variant="default"
          onClick={() => act.run({ call: pause, undo: resume, done: t('campaign.paused') })}
        >
          {t('lead.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button size="xs" onClick={() => act.run({ call: resume, undo: pause, done: t('campaign.resumed') })}>
          {t('lead.resume')}
        </Button>
      )}
      {(state === 'draft' || state === 'checked') && may(ROLE.manager) && (
        <Button size="xs" onClick={() => setLaunching(true)}>
          {t('campaign.launch')}
        </Button>
      )}
      <Suspense>{launching && <Launch of={of} close={() => setLaunching(false)} />}</Suspense>
    </>
  );
}
