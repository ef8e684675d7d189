/** One act on all leads that fit what is filtered: what it would come to, how far it is, and the way back. */
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { Call } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { useWords } from '../../words/words.tsx';
import type { LeadWords } from './lead-filters.tsx';
import { whereOf } from './lead-words.ts';

const ACTS = ['tag', 'untag', 'assign', 'pause', 'suppress'] as const;
type ActName = (typeof ACTS)[number];

interface Preview {
  readonly fits: number;
  readonly changes: number;
  readonly skips: readonly { readonly code: string; readonly leads: number; readonly says: string }[];
  readonly whole: boolean;
}

interface Done {
  readonly id: string;
  readonly changed: number;
  readonly skipped: number;
}

/** The dialog. */
export function AllThatFit({ words, close }: { readonly words: LeadWords; close(): void }) {
  const { t } = useWords();
  const act = useAct();
  const [name, setName] = useState<ActName>('tag');
  const [value, setValue] = useState('');
  const settled = useSettled(value.trim());
  const takesValue = name === 'tag' || name === 'untag' || name === 'assign';
  const { campaign } = words;
  const where = whereOf(words);
  const wish = {
    ...{ act: name, where, value: takesValue ? settled : '', everybody: where === '' && campaign === undefined },
    ...(campaign !== undefined && { campaign }),
  };
  const isReady = !takesValue || name === 'assign' || settled !== '';
  const asked = useAsk('bulk preview', wish, (client, how) => client.bulk.preview(wish, how), { enabled: isReady });
  const preview = isReady && !asked.isPlaceholderData ? (asked.data as unknown as Preview | undefined) : undefined;
  // Told by the answer, and wanted by whoever takes it back.
  let id = '';
  const start: Call<Done> = async (client, how) => {
    const done = (await client.bulk.start(wish, how)) as unknown as Done;
    ({ id } = done);
    return done;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run<Done>({
      ...{ call: start, then: close },
      done: ({ changed, skipped }) => t('all.done', { n: changed, skipped }),
      ...(name !== 'suppress' && { undo: (client) => client.bulk.undo({ bulk: id }) }),
    });
  };
  return (
    <Modal opened onClose={close} title={t('all.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <NativeSelect
            label={t('all.act')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value as ActName)}
            data={ACTS.map((one) => ({ value: one, label: t(`all.${one}`) }))}
          />
          {takesValue && (
            <TextInput
              data-autofocus
              label={t(name === 'assign' ? 'all.owner' : 'all.tagName')}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
          {isReady && asked.error && <Alert color="red">{asked.error.message}</Alert>}
          {preview && <WouldBe of={preview} />}
          {act.busy && <Underway fits={preview?.fits ?? 0} />}
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

function WouldBe({ of }: { readonly of: Preview }) {
  const { t } = useWords();
  return (
    <section aria-label={t('all.preview')}>
      <Text size="sm">{t(of.whole ? 'all.would' : 'all.wouldMore', { n: of.changes, fits: of.fits })}</Text>
      {of.skips.map(({ code, leads, says }) => (
        <Text key={code} size="sm" c="dimmed">
          {t('all.skipped', { n: leads, says })}
        </Text>
      ))}
    </section>
  );
}

function Underway({ fits }: { readonly fits: number }) {
  const { t } = useWords();
  const asked = useAsk('bulk', {}, (client, how) => client.bulk.list({ limit: 1 }, how), { live: true });
  const [latest] = (asked.data?.acts ?? []) as unknown as readonly Done[];
  const share = latest && fits > 0 ? Math.min(100, (100 * (latest.changed + latest.skipped)) / fits) : 0;
  return <progress className="share" max={100} value={share} aria-label={t('all.progress')} />;
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
