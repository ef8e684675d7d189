/** Another address that is told of what happens. */
import { Button, Checkbox, Modal, MultiSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useSettingWords } from '../../words/settings.ts';

interface AddProps {
  close(): void;
  tell(secret: string | null): void;
}

export function AddWebhook({ close, tell }: AddProps) {
  const { t } = useSettingWords();
  const act = useAct();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [kinds, setKinds] = useState<string[]>([]);
  const [isPrivate, setPrivate] = useState(false);
  const known = useAsk('webhook kinds', {}, (client, how) => client.webhooks.kinds({}, how)).data?.kinds ?? [];
  const call = (client: RekindleClient) =>
    client.webhooks.add({ name, url, tell: kinds.length === 0 ? ['*'] : kinds, private: isPrivate });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      ...{ call, done: t('webhooks.added') },
      then({ secret }) {
        close();
        tell(secret);
      },
    });
  };
  return (
    <Modal opened onClose={close} title={t('webhooks.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          label={t('webhooks.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          required
          type="url"
          label={t('webhooks.url')}
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <MultiSelect
          searchable
          label={t('webhooks.kinds')}
          description={t('webhooks.kindsSays')}
          data={known.map(({ kind }) => kind)}
          value={kinds}
          onChange={setKinds}
        />
        <Checkbox
          label={t('webhooks.private')}
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('webhooks.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
