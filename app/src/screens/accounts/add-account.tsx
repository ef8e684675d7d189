/** Another account, by its domain. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useAccountWords } from '../../words/accounts.ts';

/** The form. */
export function AddAccount({ close }: { close(): void }) {
  const { t } = useAccountWords();
  const act = useAct();
  const [account, setAccount] = useState('');
  const [name, setName] = useState('');
  const call = (client: RekindleClient) => client.accounts.add({ account, ...(name && { name }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ call, done: t('accounts.added'), then: close });
  };
  return (
    <Modal opened onClose={close} title={t('accounts.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label={t('accounts.id')}
          description={t('accounts.idSays')}
          placeholder="acme.com"
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <TextInput
          mt="sm"
          label={t('accounts.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('accounts.add')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
