/** Since when a webhook is told again. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** The form. */
export function Replay({ webhook, close }: { readonly webhook: string; close(): void }) {
  const { t } = useSettingWords();
  const act = useAct();
  const [since, setSince] = useState('');
  const at = Date.parse(since);
  const call = (client: RekindleClient) =>
    client.webhooks.replay({ webhook, since: new Date(Number.isNaN(at) ? 0 : at).toISOString() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ call, done: t('webhooks.replayed'), then: close });
  };
  return (
    <Modal opened onClose={close} title={t('webhooks.replay')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          type="datetime-local"
          label={t('webhooks.since')}
          description={t('webhooks.sinceSays')}
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" disabled={Number.isNaN(at)} loading={act.busy}>
            {t('webhooks.replay')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
