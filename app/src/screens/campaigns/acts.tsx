/** What can be done with a campaign in its state. A launch is confirmed by its name: messages leave by it; so is what ends it. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import type { CampaignPage } from '../../api/shapes.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { MoreMenu } from '../../parts/drop/more-menu.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import type { GroupWords } from '../../words/group.tsx';
import { useWorkWords, type WorkWord } from '../../words/work.ts';
import { totalOf } from './totals.ts';

const Launch = lazy(() => import('./launch.tsx').then((found) => ({ default: found.Launch })));
const DraftForm = lazy(() => import('./draft/draft-form.tsx').then((found) => ({ default: found.DraftForm })));
const ChangeSettings = lazy(() =>
  import('./draft/change-settings.tsx').then((found) => ({ default: found.ChangeSettings })),
);

const ChangeWhom = lazy(() => import('./draft/change-whom.tsx').then((found) => ({ default: found.ChangeWhom })));

type Words = GroupWords<WorkWord>['t'];
/** What stands in front of the screen. */
type Opened = 'launch' | 'copy' | 'settings' | 'whom' | Question;

/** Its buttons. */
export function CampaignActs({ of }: { readonly of: CampaignPage }) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const navigate = useNavigate();
  const [opened, open] = useState<Opened | null>(null);
  const close = () => open(null);
  const { id: campaign, state } = of;
  const pause: Act['call'] = (client) => client.campaigns.pause({ campaign });
  const resume: Act['call'] = (client) => client.campaigns.resume({ campaign });
  const assess: Act['call'] = (client) => client.campaigns.assess({ campaign });
  const isDraft = isDrafted(state);
  // Before anybody is assessed there is nobody to launch it for.
  const isEmpty = isDraft && totalOf(of.stages) === 0;
  if (!may(ROLE.operator)) return null;
  return (
    <>
      {!isOver(state) && (
        <Button
          size="xs"
          variant={isEmpty ? 'filled' : 'default'}
          loading={act.busy}
          onClick={() => act.run({ call: assess, done: t('campaign.assessed') })}
        >
          {t('campaign.assess')}
        </Button>
      )}
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
      {isDraft && may(ROLE.manager) && (
        <Button size="xs" variant={isEmpty ? 'default' : 'filled'} onClick={() => open('launch')}>
          {t('campaign.launch')}
        </Button>
      )}
      {may(ROLE.manager) && <More of={of} t={t} open={open} />}
      <Suspense>
        {opened === 'launch' && <Launch of={of} close={close} />}
        {opened === 'whom' && <ChangeWhom of={of} close={close} />}
        {opened === 'settings' && <ChangeSettings of={of} close={close} />}
        {opened === 'copy' && (
          <DraftForm
            like={of}
            close={close}
            made={(id) => void navigate({ to: '/campaigns/$campaign', params: { campaign: id } })}
          />
        )}
      </Suspense>
      {opened !== null && typeof opened === 'object' && <Confirm of={opened} close={close} />}
    </>
  );
}

function isDrafted(state: string): boolean {
  return state === 'draft' || state === 'checked';
}

function isOver(state: string): boolean {
  return state === 'finished' || state === 'cancelled';
}

interface MoreProps {
  readonly of: CampaignPage;
  readonly t: Words;
  open(what: Opened): void;
}

interface More {
  readonly id: string;
  readonly label: string;
  readonly opens: Opened;
  readonly grave?: boolean;
}

function More({ of, t, open }: MoreProps) {
  const offers = useMemo(() => offersOf(of, t), [of, t]);
  const actions = useMemo(
    (): Action[] =>
      offers.map(({ id, label, opens }) => ({ id, label, group: t('nav.campaigns'), run: () => open(opens) })),
    [offers, open, t],
  );
  useOffer(actions);
  return (
    <MoreMenu>
      {(Menu) =>
        offers.map(({ id, label, opens, grave }) => (
          <Menu.Item key={id} {...(grave && { color: 'red' })} onClick={() => open(opens)}>
            {label}
          </Menu.Item>
        ))
      }
    </MoreMenu>
  );
}

function offersOf({ id: campaign, name, state }: CampaignPage, t: Words): readonly More[] {
  const begun = state === 'live' || state === 'paused';
  return [
    { id: 'copy', label: t('campaign.copy'), opens: 'copy' },
    ...(isDrafted(state) ? [{ id: 'whom', label: t('campaign.whom'), opens: 'whom' } as const] : []),
    ...(isOver(state) ? [] : [{ id: 'settings', label: t('campaign.settings'), opens: 'settings' } as const]),
    ...(begun ? [{ id: 'finish', label: t('campaign.finish'), opens: finishing(campaign, name, t) }] : []),
    ...(isOver(state)
      ? []
      : [{ id: 'cancel', label: t('campaign.cancel'), opens: cancelling(campaign, name, t), grave: true }]),
  ];
}

function finishing(campaign: string, name: string, t: Words): Question {
  return {
    ...{ title: t('campaign.finish'), says: t('campaign.finishSays'), go: t('campaign.finish') },
    ...{ done: t('campaign.finished'), typed: name, grave: true },
    call: () => (client) => client.campaigns.finish({ campaign }),
  };
}

function cancelling(campaign: string, name: string, t: Words): Question {
  return {
    ...{ title: t('campaign.cancel'), says: t('campaign.cancelSays'), go: t('campaign.cancel') },
    ...{ done: t('campaign.cancelled'), why: t('campaign.why'), typed: name, grave: true },
    call: (why) => (client) => client.campaigns.cancel({ campaign, why }),
  };
}
