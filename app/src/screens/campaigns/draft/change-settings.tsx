/** A campaign gets other settings of its playbook, in place. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import type { Call } from '../../../api/client.ts';
import type { CampaignPage } from '../../../api/shapes.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import { useDraftWords } from '../../../words/draft.ts';
import { SettingFields, type Texts } from './setting-fields.tsx';

/** The form, in front of the screen. */
export function ChangeSettings({ of, close }: { readonly of: CampaignPage; close(): void }) {
  const { t } = useDraftWords();
  const act = useAct();
  const [set, setSet] = useState<Texts>({});
  const call: Call<{ readonly differences: readonly string[] }> = (client) =>
    client.campaigns.change({ campaign: of.id, set });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run<{ readonly differences: readonly string[] }>({
      ...{ call, then: close },
      done: ({ differences }) => t('draft.changed', { n: differences.length }),
    });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      title={`${t('draft.change')}: ${of.name}`}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          {t('draft.changeSays')}
        </Text>
        <SettingFields settings={of.settings} set={set} put={setSet} />
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy} disabled={Object.keys(set).length === 0}>
            {t('draft.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
