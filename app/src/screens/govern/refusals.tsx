/** The list of refusals, another one, a file of them in, all of them out. */
import { Button, FileButton, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { Panel } from '../../parts/page.tsx';
import { refusedFull } from '../../parts/refused.ts';
import { saveFile } from '../../parts/save.ts';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

const SHOWN = 500;
const CHANNELS = ['all', 'email', 'sms', 'voice'] as const;
type Channel = (typeof CHANNELS)[number];

/** The part. */
export function Refusals() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const asked = useAsk('suppressions', {}, (client, how) => client.suppressions.list({ limit: SHOWN }, how));
  return (
    <>
      {may(ROLE.operator) && <AddRefusal />}
      <Asked of={asked}>
        {({ refusals, next }) => (
          <>
            <div className="filters">
              <span className="count">{t(next ? 'refusals.countMore' : 'refusals.count', { n: refusals.length })}</span>
              <Lists empty={refusals.length === 0} />
            </div>
            {refusals.length === 0 ? (
              <Empty title={t('suppressions.none')} says={t('suppressions.says')} />
            ) : (
              <ul className="list">
                {refusals.map((one) => (
                  <RefusalItem key={`${one.kind} ${String(one.value)} ${one.channel} ${one.since}`} of={one} />
                ))}
              </ul>
            )}
          </>
        )}
      </Asked>
    </>
  );
}

interface Refusal {
  readonly kind: string;
  readonly value: string | null;
  readonly channel: string;
  readonly reason: string;
  readonly told: string;
  readonly since: string;
}

/** A refusal in a list. */
export function RefusalItem({ of, beside }: { readonly of: Refusal; readonly beside?: string }) {
  const { t } = useSettingWords();
  const { value, told, since } = of;
  return (
    <li className="item">
      <div className="item-main">
        <b>{value ?? t(told === 'noted' ? 'refusals.noted' : 'refusals.erased')}</b>
        <p className="dim">{refusedFull(t, of)}</p>
      </div>
      <div className="item-side dim small">
        <When at={since} />
        <span>{t('refusals.told', { how: told })}</span>
        {beside && <span>{beside}</span>}
      </div>
    </li>
  );
}

function AddRefusal() {
  const { t } = useSettingWords();
  const act = useAct();
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [channel, setChannel] = useState<Channel>('all');
  const call = (client: RekindleClient) => client.suppressions.add({ value, channel, ...(reason && { reason }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ call, done: t('suppressions.added'), then: () => setValue('') });
  };
  return (
    <Panel title={t('suppressions.add')} beside={<CopyCurl call={call} short />}>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            label={t('suppressions.value')}
            required
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('refusals.way')}
            w={140}
            data={CHANNELS.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
            value={channel}
            onChange={(event) => setChannel(event.currentTarget.value as Channel)}
          />
          <TextInput
            label={t('suppressions.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={act.busy}>
            {t('suppressions.add')}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}

/** Files: one in, all out. */
function Lists({ empty }: { readonly empty: boolean }) {
  const { t } = useSettingWords();
  const { may, client, workspace } = useHere();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const take = async (file: File | null) => {
    if (file === null) return;
    const content = await file.text();
    act.run({
      call: (to) => to.suppressions.import({ content, fileName: file.name }),
      done: ({ read, added, standing, unread }) => t('refusals.taken', { read, added, standing, unread }),
    });
  };
  const give = async () => {
    setBusy(true);
    try {
      saveFile(`refusals-${workspace}.csv`, 'text/csv', await wholeList(client));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="item-acts push">
      {may(ROLE.operator) && (
        <FileButton
          accept=".csv,text/csv"
          onChange={(file) => void take(file)}
          inputProps={{ 'aria-label': t('refusals.import') }}
        >
          {(props) => (
            <Button
              {...props}
              size="compact-sm"
              variant="default"
              loading={act.busy}
              leftSection={<IconUpload size={14} stroke={1.6} />}
            >
              {t('refusals.import')}
            </Button>
          )}
        </FileButton>
      )}
      {may(ROLE.manager) && !empty && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          leftSection={<IconDownload size={14} stroke={1.6} />}
          onClick={() => void give()}
        >
          {t('refusals.export')}
        </Button>
      )}
    </span>
  );
}

/** The whole list, as `suppress export` writes it: who was erased stays refused by a hash. */
async function wholeList(client: RekindleClient): Promise<string> {
  let text = '';
  let after: string | null = null;
  do {
    const part: Awaited<ReturnType<RekindleClient['suppressions']['lines']>> = await client.suppressions.lines({
      after,
    });
    text += part.text;
    after = part.next;
  } while (after !== null);
  return text;
}
