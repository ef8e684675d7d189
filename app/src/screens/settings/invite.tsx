/** Somebody else who may log in. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { ROLES, type RoleName } from '../../session/roles.ts';
import { useSettingWords } from '../../words/settings.ts';

/** The form. */
export function Invite({
  close,
  tell,
}: {
  readonly close: () => void;
  readonly tell: (password: string | null) => void;
}) {
  const { t } = useSettingWords();
  const act = useAct();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<RoleName>('operator');
  const call = (client: RekindleClient) => client.users.add({ email, role, name });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      ...{ call, done: t('people.invited', { name: name || email }) },
      then({ password }) {
        close();
        tell(password);
      },
    });
  };
  return (
    <Modal opened onClose={close} title={t('people.invite')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          type="email"
          label={t('login.email')}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <TextInput label={t('people.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <NativeSelect
          label={t('keys.role')}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as RoleName)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('people.invite')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
