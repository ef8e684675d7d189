/** A connection by the form of its provider: added, or given new secrets and settings. What is typed as a secret is sealed and never shown. */
import { Button, Modal, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { useSettingWords } from '../../words/settings.ts';
import { outcomeSays } from './outcome.ts';

type Provider = Awaited<ReturnType<RekindleClient['connections']['providers']>>['providers'][number];
type Field = Provider['settings'][number];
type Given = Readonly<Record<string, string>>;

interface FormProps {
  /** The connection that is given new ones; absent = another one is added. */
  readonly rotates?: { readonly name: string; readonly provider: string };
  close(): void;
}

/** The form. */
export function ConnectionForm({ rotates, close }: FormProps) {
  const { t } = useSettingWords();
  const act = useAct();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(rotates?.provider ?? null);
  const [settings, setSettings] = useState<Given>({});
  const [secrets, setSecrets] = useState<Given>({});
  const providers =
    useAsk('providers', {}, (client, how) => client.connections.providers({}, how)).data?.providers ?? [];
  const provider = providers.find((one) => one.provider === chosen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { set: filled(settings), secrets: filled(secrets) };
    act.run({
      call: (client) =>
        rotates
          ? client.connections.rotate({ connection: rotates.name, ...given })
          : client.connections.add({ name, provider: chosen ?? '', ...given }),
      done: outcomeSays(t('word.saved'), t('connections.works'), t('connections.fails')),
      then: close,
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={rotates ? t('connections.rotateTitle', { name: rotates.name }) : t('connections.add')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit} className="form-stack" autoComplete="off">
        {!rotates && (
          <>
            <Select
              required
              searchable
              label={t('connections.provider')}
              data={providers.map((one) => ({ value: one.provider, label: one.provider }))}
              value={chosen}
              onChange={setChosen}
            />
            <TextInput
              required
              label={t('connections.name')}
              pattern="[a-z0-9][a-z0-9\-]*"
              description={t('connections.nameSays')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </>
        )}
        {provider && (
          <Fields {...{ provider, settings, secrets, setSettings, setSecrets }} rotates={rotates !== undefined} />
        )}
        <Button type="submit" loading={act.busy} disabled={provider === undefined}>
          {t(rotates ? 'connections.rotate' : 'connections.add')}
        </Button>
      </form>
    </Modal>
  );
}

function filled(given: Given): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

interface FieldsProps {
  readonly provider: Provider;
  readonly settings: Given;
  readonly secrets: Given;
  readonly rotates: boolean;
  setSettings(given: Given): void;
  setSecrets(given: Given): void;
}

function Fields({ provider, settings, secrets, rotates, setSettings, setSecrets }: FieldsProps) {
  const { t } = useSettingWords();
  const wanted = provider.settings.filter(({ required }) => required);
  const others = provider.settings.filter(({ required }) => !required);
  const setting = (field: Field) => (
    <SettingField
      key={field.name}
      of={field}
      required={field.required && !rotates}
      value={settings[field.name] ?? ''}
      set={(value) => setSettings({ ...settings, [field.name]: value })}
    />
  );
  return (
    <>
      <Text size="sm" c="dimmed">
        {provider.says}
        {rotates && ` · ${t('connections.rotateSays')}`}
      </Text>
      {wanted.map(setting)}
      {provider.secrets.map((field) => (
        <PasswordInput
          key={field.name}
          label={`${field.name}: ${field.says}`}
          description={field.remedy}
          required={field.required && !rotates}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('connections.see') }}
          value={secrets[field.name] ?? ''}
          onChange={(event) => setSecrets({ ...secrets, [field.name]: event.currentTarget.value })}
        />
      ))}
      {others.length > 0 && (
        <details className="why">
          <summary>{t('connections.others', { n: others.length })}</summary>
          <div className="form-stack">{others.map(setting)}</div>
        </details>
      )}
    </>
  );
}

interface SettingFieldProps {
  readonly of: Field;
  readonly required: boolean;
  readonly value: string;
  set(value: string): void;
}

function SettingField({ of: { name, says, remedy, form, choices }, required, value, set }: SettingFieldProps) {
  const told = { label: `${name}: ${says}`, description: remedy, required };
  if (form === 'choice') {
    return <Select {...told} clearable data={choices} value={value || null} onChange={(one) => set(one ?? '')} />;
  }
  return (
    <TextInput
      {...told}
      type={form === 'email' ? 'email' : form === 'url' ? 'url' : 'text'}
      inputMode={form === 'number' ? 'numeric' : form === 'phone' ? 'tel' : undefined}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
