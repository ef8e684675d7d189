/** Two leads that are one person: side by side, with what the lead that stays will have; made one, and taken back. */
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import type { Call } from '../../../api/client.ts';
import type { LeadPage } from '../../../api/shapes.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import type { Word } from '../../../words/en.ts';
import { useLeadWords } from '../../../words/leads.ts';
import { typedAs } from '../edit-field.tsx';
import { useFieldName } from '../field-name.ts';
import { fieldsOf } from '../lead-words.ts';

interface Merge {
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
  readonly basis: string | null;
}

interface MergeProps {
  /** Their ids. */
  readonly two: readonly [string, string];
  close(): void;
  /** Called once they are one. */
  then(): void;
}

/** The dialog. */
export function MergeTwo({ two, close, then }: MergeProps) {
  const { t } = useLeadWords();
  const act = useAct();
  const [kept, setKept] = useState<0 | 1>(0);
  const [survivor, other] = kept === 0 ? two : ([two[1], two[0]] as const);
  const [first, second] = [useLead(two[0]), useLead(two[1])];
  const wish = { survivor, other };
  const asked = useAsk('merge', wish, (client, how) => client.leads.merge({ ...wish, dryRun: true }, how), KEPT_APART);
  const merge = asked.data as unknown as Merge | undefined;
  const call: Call<unknown> = (client, how) => client.leads.merge(wish, how);
  const [stays, goes] = kept === 0 ? [first.data, second.data] : [second.data, first.data];
  const error = asked.error ?? first.error ?? second.error;
  const run = () =>
    act.run({
      call,
      undo: (client) => client.leads.unmerge({ alias: other }),
      done: t('merge.done', { name: called(stays) }),
      then() {
        close();
        then();
      },
    });
  return (
    <Modal
      opened
      size="xl"
      onClose={close}
      title={t('merge.title')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Stack gap="sm">
        <NativeSelect
          data-autofocus
          label={t('merge.keep')}
          value={String(kept)}
          onChange={(event) => setKept(event.currentTarget.value === '0' ? 0 : 1)}
          data={[first.data, second.data].map((page, n) => ({
            value: String(n),
            label: called(page) || (two[n] ?? ''),
          }))}
        />
        {error && <Alert color="red">{error.message}</Alert>}
        {stays && goes && merge && <SideBySide {...{ stays, goes, merge }} />}
        <Text size="sm" c="dimmed">
          {t('merge.says', { name: called(goes) })}
        </Text>
        <Group justify="space-between">
          <CopyCurl call={call} />
          <Button disabled={!stays || !goes || !merge} loading={act.busy} onClick={run}>
            {t('merge.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What was asked for one order of the two says nothing of the other. */
const KEPT_APART = { kept: true } as const;

function useLead(lead: string) {
  const asked = useAsk('lead', { lead }, (client, how) => client.leads.show({ lead }, how));
  return { error: asked.error, data: asked.data as unknown as LeadPage | undefined };
}

const called = (page: LeadPage | undefined) => page?.fullName ?? page?.email ?? page?.phone ?? page?.id ?? '';

interface SideProps {
  readonly stays: LeadPage;
  readonly goes: LeadPage;
  readonly merge: Merge;
}

function SideBySide({ stays, goes, merge }: SideProps) {
  const { t } = useLeadWords();
  const fieldName = useFieldName();
  const names = [...new Set([...fieldsOf(stays), ...fieldsOf(goes)])];
  const saidBy = (page: LeadPage, name: string) =>
    typedAs(name.startsWith('attribute.') ? page.attributes[name.slice('attribute.'.length)] : page[name]);
  const after = (name: string) => {
    const change = merge.changes.find(({ field }) => field.replace(/^attributes\./, 'attribute.') === name);
    return change ? typedAs(change.to) : saidBy(stays, name);
  };
  const basis = (code: string | null) => t(`basis.${code ?? 'unknown'}` as Word);
  return (
    <table className="beside">
      <thead>
        <tr>
          <th scope="col">{t('merge.field')}</th>
          <th scope="col">{t('merge.stays')}</th>
          <th scope="col">{t('merge.goes')}</th>
          <th scope="col">{t('merge.after')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <Row key={name} name={fieldName(name)} is={[saidBy(stays, name), saidBy(goes, name), after(name)]} />
        ))}
        <Row name={t('lead.basis')} is={[basis(stays.basis), basis(goes.basis), basis(merge.basis)]} />
      </tbody>
    </table>
  );
}

/** A field in both, and in the lead that there will be. */
function Row({
  name,
  is: [stays, goes, after],
}: {
  readonly name: string;
  readonly is: readonly [string, string, string];
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{stays || '–'}</td>
      <td>{goes || '–'}</td>
      <td>{after === stays ? after || '–' : <b>{after}</b>}</td>
    </tr>
  );
}
