/** What can be done with a campaign in its state. A launch is confirmed by its name: messages leave by it. */
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import type { CampaignPage } from '../../api/shapes.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkspace } from '../../shell/instance.ts';
import { useWords } from '../../words/words.tsx';

/** Its buttons. */
export function CampaignActs({ of }: { readonly of: CampaignPage }) {
  const { t } = useWords();
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
      <Launch of={of} opened={launching} close={() => setLaunching(false)} />
    </>
  );
}

interface LaunchProps {
  readonly of: CampaignPage;
  readonly opened: boolean;
  close(): void;
}

function Launch({ of: { id: campaign, name, stages }, opened, close }: LaunchProps) {
  const { t } = useWords();
  const act = useAct();
  const [typed, setTyped] = useState('');
  const dry = useWorkspace().data?.mode === 'dry';
  const call: Act['call'] = (client) => client.campaigns.launch({ campaign });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('campaign.launchTitle', { name })}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Text size="sm">{t(dry ? 'campaign.launchDry' : 'campaign.launchLive', { n: stages.ready ?? 0 })}</Text>
      <TextInput
        mt="md"
        data-autofocus
        label={t('act.confirm', { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="space-between" mt="md">
        <CopyCurl call={call} />
        <Button
          disabled={typed !== name}
          loading={act.busy}
          onClick={() => act.run({ call, done: t('campaign.launched'), then: close })}
        >
          {t('campaign.launch')}
        </Button>
      </Group>
    </Modal>
  );
}
