/** A launch is confirmed by the name of the campaign: messages leave by it. */
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import type { CampaignPage } from '../../api/shapes.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useWorkspace } from '../../shell/instance.ts';
import { useWorkWords } from '../../words/work.ts';

interface LaunchProps {
  readonly of: CampaignPage;
  close(): void;
}

/** The question, in front of the screen. */
export function Launch({ of: { id: campaign, name, stages }, close }: LaunchProps) {
  const { t } = useWorkWords();
  const act = useAct();
  const [typed, setTyped] = useState('');
  const dry = useWorkspace().data?.mode === 'dry';
  const call: Act['call'] = (client) => client.campaigns.launch({ campaign });
  return (
    <Modal
      opened
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
