/** Another key: what it is for, what it may, for how long. */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { ROLES, type RoleName } from '../../session/roles.ts';
import { useSettingWords } from '../../words/settings.ts';

interface AddProps {
  close(): void;
  tell(secret: string | null): void;
}

const STANDARD_DAYS = '365';

export function AddKey({ close, tell }: AddProps) {
  const { t } = useSettingWords();
  const act = useAct();
  const [name, setName] = useState('');
  const [role, setRole] = useState<RoleName>('operator');
  const [days, setDays] = useState(STANDARD_DAYS);
  const [agent, setAgent] = useState(false);
  const call = (client: RekindleClient) =>
    client.keys.create({ name, role, days: Number(days || STANDARD_DAYS), agent });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      ...{ call, done: t('keys.added') },
      then({ key }) {
        close();
        tell(key);
      },
    });
  };
  return (
    <Modal opened onClose={close} title={t('keys.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          label={t('keys.for')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('keys.role')}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as RoleName)}
        />
        <TextInput
          type="number"
          label={t('keys.days')}
          min={1}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Checkbox
          label={t('keys.isAgent')}
          description={t('keys.isAgentSays')}
          checked={agent}
          onChange={(event) => setAgent(event.currentTarget.checked)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('keys.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
