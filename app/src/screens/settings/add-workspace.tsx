/** Another workspace. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** The form. */
export function AddWorkspace({ close }: { close(): void }) {
  const { t } = useSettingWords();
  const act = useAct();
  const [name, setName] = useState('');
  const call = (client: RekindleClient) => client.workspaces.add({ name });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ call, done: t('agency.added'), then: close });
  };
  return (
    <Modal opened onClose={close} title={t('agency.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          pattern="[a-z0-9][a-z0-9\-]*"
          label={t('agency.workspace')}
          description={t('connections.nameSays')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('agency.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
