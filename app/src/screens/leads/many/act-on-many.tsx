/** One act on many leads, all that fit what is filtered or those that are chosen: what it would come to, how far it is, and the way back. */
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import type { Call } from '../../../api/client.ts';
import type { CampaignRow } from '../../../api/shapes.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import { ROLE } from '../../../session/roles.ts';
import { useHere } from '../../../session/session.tsx';
import { useLeadWords } from '../../../words/leads.ts';
import type { LeadWords } from '../lead-filters.tsx';
import { whereOf } from '../lead-words.ts';
import { type ManyAct, Progress, useActs } from './progress.tsx';

const ACTS = ['tag', 'untag', 'assign', 'pause', 'suppress', 'enroll'] as const;
/** What can be done to many. */
export type ActName = (typeof ACTS)[number];

interface Preview {
  readonly fits: number;
  readonly changes: number;
  readonly skips: readonly { readonly code: string; readonly leads: number; readonly says: string }[];
  readonly whole: boolean;
}

/** To whom: all that fit the words of the address, or these. */
export type ManyLeads = { readonly words: LeadWords } | { readonly leads: readonly string[] };

interface Props {
  readonly of: ManyLeads;
  readonly first?: ActName;
  close(): void;
  /** Called once it is done. */
  then?(): void;
}

/** The dialog. */
export function ActOnMany({ of, first = 'tag', close, then }: Props) {
  const { t } = useLeadWords();
  const act = useAct();
  const { may } = useHere();
  const acts = ACTS.filter((one) => one !== 'enroll' || may(ROLE.manager));
  const [name, setName] = useState<ActName>(first);
  const [value, setValue] = useState('');
  const settled = useSettled(value.trim());
  const [into, setInto] = useState('');
  const live = useLive(name === 'enroll');
  const campaign = into || (live[0]?.id ?? '');
  const takesValue = name === 'tag' || name === 'untag' || name === 'assign';
  const whom = toWhom(of);
  const wish = { act: name, value: takesValue ? settled : name === 'enroll' ? campaign : '', ...whom };
  const isReady = name === 'enroll' ? campaign !== '' : !takesValue || name === 'assign' || settled !== '';
  const asked = useAsk('bulk preview', wish, (client, how) => client.bulk.preview(wish, how), { enabled: isReady });
  const preview = isReady && !asked.isPlaceholderData ? (asked.data as unknown as Preview | undefined) : undefined;
  // Told by the answer, and wanted by whoever takes it back.
  let id = '';
  const start: Call<ManyAct> = async (client, how) => {
    const done = (await (name === 'enroll'
      ? client.bulk.enroll({ into: campaign, ...whom }, how)
      : client.bulk.start({ ...wish, act: name }, how))) as unknown as ManyAct;
    ({ id } = done);
    return done;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run<ManyAct>({
      call: start,
      then: () => {
        close();
        then?.();
      },
      done: ({ state, changed, skipped }) =>
        t(state === 'cancelled' ? 'all.cancelled' : 'all.done', { n: changed, skipped }),
      ...(name !== 'suppress' && { undo: (client) => client.bulk.undo({ bulk: id }) }),
    });
  };
  const title = 'leads' in of ? t('bulk.dialog', { n: of.leads.length }) : t('all.title');
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <NativeSelect
            label={t('all.act')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value as ActName)}
            data={acts.map((one) => ({ value: one, label: t(`all.${one}`) }))}
          />
          {name === 'enroll' && (
            <NativeSelect
              label={t('all.into')}
              value={campaign}
              onChange={(event) => setInto(event.currentTarget.value)}
              data={live.map((one) => ({ value: one.id, label: one.name }))}
              {...(live.length === 0 && { description: t('all.noneLive') })}
            />
          )}
          {takesValue && (
            <TextInput
              data-autofocus
              label={t(name === 'assign' ? 'all.owner' : 'all.tagName')}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
          {isReady && asked.error && <Alert color="red">{asked.error.message}</Alert>}
          {preview && <WouldBe of={preview} enrolls={name === 'enroll'} />}
          {act.busy && <Underway name={name} value={wish.value} />}
          <Group justify="space-between">
            <CopyCurl call={start} />
            <Button type="submit" disabled={!preview || preview.changes === 0} loading={act.busy}>
              {t('all.go', { n: preview?.changes ?? 0 })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function toWhom(of: ManyLeads) {
  if ('leads' in of) return { leads: [...of.leads] };
  const { campaign } = of.words;
  const where = whereOf(of.words);
  return { where, everybody: where === '' && campaign === undefined, ...(campaign !== undefined && { campaign }) };
}

/** The live campaigns; none until it is asked. */
function useLive(enabled: boolean): readonly CampaignRow[] {
  const asked = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how), { enabled });
  return ((asked.data?.campaigns ?? []) as unknown as readonly CampaignRow[]).filter(({ state }) => state === 'live');
}

function WouldBe({ of, enrolls }: { readonly of: Preview; readonly enrolls: boolean }) {
  const { t, number } = useLeadWords();
  const skipped = of.fits - of.changes;
  const says = of.whole ? (enrolls ? 'all.wouldEnroll' : 'all.would') : 'all.wouldMore';
  return (
    <section aria-label={t('all.preview')}>
      <Text size="sm">{t(says, { n: number(of.changes), fits: number(of.fits), skipped: number(skipped) })}</Text>
      {of.skips.map(({ code, leads, says }) => (
        <Text key={code} size="sm" c="dimmed">
          {t('all.skipped', { n: leads, says })}
        </Text>
      ))}
    </section>
  );
}

/** The act that was just begun: of the newest ones the first that is under way and is this one. */
function Underway({ name, value }: { readonly name: ActName; readonly value: string }) {
  const mine = useActs(true).find((one) => one.state === 'running' && one.act === name && one.value === value);
  return mine ? <Progress of={mine} /> : null;
}

/** What was typed, once nobody types any more. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

const SETTLE_MS = 250;
