/** One lead by hand. */
import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { Call } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import type { Word } from '../../words/en.ts';
import { useLeadWords } from '../../words/leads.ts';

const FIELDS = ['firstName', 'lastName', 'email', 'phone', 'title', 'company', 'country'] as const;
const BASES = ['consent', 'legitimate-interest', 'contract', 'none'] as const;

/** The dialog for it. */
export function AddLead({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const { t } = useLeadWords();
  const act = useAct();
  const navigate = useNavigate();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [basis, setBasis] = useState<string | null>(null);
  const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  const call: Call<{ leadId: string; outcome: string }> = (client) => client.leads.add({ set, basis: basis as never });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const then = ({ leadId }: { leadId: string }) => {
      close();
      setValues({});
      void navigate({ to: '/leads/$lead', params: { lead: leadId } });
    };
    act.run<{ leadId: string; outcome: string }>({
      call,
      then,
      done: ({ outcome }) => t(outcome === 'created' ? 'leads.added' : 'leads.known'),
    });
  };
  return (
    <Modal opened={opened} onClose={close} title={t('leads.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {FIELDS.map((name, at) => (
            <TextInput
              key={name}
              label={t(`field.${name}` as Word)}
              {...(at === 0 && { 'data-autofocus': true })}
              value={values[name] ?? ''}
              onChange={({ currentTarget: { value } }) => setValues((before) => ({ ...before, [name]: value }))}
            />
          ))}
          <NativeSelect
            label={t('lead.basis')}
            description={t('leads.basisSays')}
            required
            data={[{ value: '', label: '' }, ...BASES.map((value) => ({ value, label: t(`basis.${value}`) }))]}
            value={basis ?? ''}
            onChange={(event) => setBasis(event.currentTarget.value || null)}
          />
          <Group justify="space-between">
            <CopyCurl call={call} />
            <Button type="submit" loading={act.busy}>
              {t('leads.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
