/** Standing refusals: who is never contacted, by which way, why and since when; and another one. */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import type { Word } from '../../words/en.ts';
import { useWords } from '../../words/words.tsx';

/** The screen. */
export function SuppressionsScreen() {
  const { t } = useWords();
  const { may } = useHere();
  const asked = useAsk('suppressions', {}, (client, how) => client.suppressions.list({ limit: 500 }, how));
  return (
    <Page title={t('nav.suppressions')} says={t('suppressions.says')}>
      {may(ROLE.operator) && <AddSuppression />}
      <Asked of={asked}>
        {({ refusals }) =>
          refusals.length === 0 ? (
            <Empty title={t('suppressions.none')} says={t('suppressions.says')} />
          ) : (
            <ul className="list">
              {refusals.map(({ kind, value, channel, reason, since }) => (
                <li className="item" key={`${kind} ${String(value)} ${channel}`}>
                  <div className="item-main">
                    <b>{value}</b>
                    <p className="dim">
                      {t('lead.refusedFull', { what: t(`channel.${channel}` as Word), kind, reason })}
                    </p>
                  </div>
                  <div className="item-side dim small">
                    <When at={since} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

function AddSuppression() {
  const { t } = useWords();
  const act = useAct();
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const call = (client: RekindleClient) => client.suppressions.add({ value, ...(reason && { reason }) });
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
