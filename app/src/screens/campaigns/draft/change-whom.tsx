/** While a campaign is a draft: whom it judges and who writes are changed, as they were said when it was begun. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import type { Call } from '../../../api/client.ts';
import type { CampaignPage } from '../../../api/shapes.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import { useDraftWords } from '../../../words/draft.ts';
import { type Audience, AudienceFields, audienceSaid } from './audience-fields.tsx';
import { SenderFields, senderSaid, senderTexts } from './sender-fields.tsx';

/** The form, in front of the screen. */
export function ChangeWhom({ of, close }: { readonly of: CampaignPage; close(): void }) {
  const { t } = useDraftWords();
  const act = useAct();
  const [audience, setAudience] = useState<Audience>(of.audience);
  const [who, setWho] = useState(() => senderTexts(of));
  const call: Call<{ readonly differences: readonly string[] }> = (client) =>
    client.campaigns.change({ campaign: of.id, ...audienceSaid(audience), ...senderSaid(who) });
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
      title={`${t('draft.redraw')}: ${of.name}`}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          {t('draft.redrawSays')}
        </Text>
        <AudienceFields of={audience} put={setAudience} />
        <SenderFields of={who} put={setWho} />
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('draft.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
