/** A playbook with its settings as a draft campaign: on whom, by whom. Nothing is sent. */
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useWelcomeWords, type WelcomeWord } from '../../words/welcome.ts';

type Texts = Readonly<Record<string, string>>;
const WHO = ['fromName', 'fromAddress', 'company', 'postalAddress'] as const;
const FIRST = 'acquisition';

const asText = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

/** The form, in front of the screen. */
export function DraftForm({ close }: { close(): void }) {
  const { t } = useWelcomeWords();
  const act = useAct();
  const [name, setName] = useState('');
  const [playbook, setPlaybook] = useState(FIRST);
  const [who, setWho] = useState<Texts>({});
  const [set, setSet] = useState<Texts>({});
  const known = useAsk('playbooks', {}, (client, how) => client.playbooks.list({}, how)).data?.builtIn ?? [FIRST];
  const shown = useAsk('playbook', { playbook }, (client, how) => client.playbooks.show({ playbook }, how)).data;
  const settings = Object.entries((shown?.settings ?? {}) as Record<string, unknown>);
  const call = (client: RekindleClient) => client.campaigns.create({ name, playbook, set, ...who });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ call, done: t('welcome.made', { name }), then: close });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      title={t('welcome.makeDraft')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit}>
        <div className="first-fields">
          <TextInput
            {...{ size: 'xs', required: true, withAsterisk: false, 'data-autofocus': true }}
            label={t('welcome.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label={t('welcome.playbook')}
            data={known}
            value={playbook}
            onChange={(event) => {
              setPlaybook(event.currentTarget.value);
              setSet({});
            }}
          />
          {WHO.map((field) => (
            <TextInput
              key={field}
              size="xs"
              label={t(`who.${field}` as WelcomeWord)}
              type={field === 'fromAddress' ? 'email' : 'text'}
              value={who[field] ?? ''}
              onChange={(event) => setWho({ ...who, [field]: event.currentTarget.value })}
            />
          ))}
        </div>
        {settings.length > 0 && (
          <fieldset className="first-settings">
            <legend>{t('welcome.settings', { n: settings.length })}</legend>
            <div className="first-fields">
              {settings.map(([key, standard]) => (
                <TextInput
                  key={key}
                  size="xs"
                  label={key}
                  value={set[key] ?? asText(standard)}
                  onChange={(event) => setSet({ ...set, [key]: event.currentTarget.value })}
                />
              ))}
            </div>
          </fieldset>
        )}
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('welcome.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
