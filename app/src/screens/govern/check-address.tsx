/** One address, domain or number: what stands against it here; and lifting what a person took back, with the proof. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { Panel } from '../../parts/page.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { RefusalItem } from './refusals.tsx';

/** The part. */
export function CheckAddress() {
  const { t } = useSettingWords();
  const navigate = useNavigate();
  const { value = '' } = useSearch({ from: '/suppressions' });
  const [typed, setTyped] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/suppressions', search: { part: 'check', value: typed }, replace: true });
  };
  return (
    <Panel title={t('refusals.check')}>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            required
            label={t('suppressions.value')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit">{t('refusals.look')}</Button>
        </Group>
      </form>
      {value !== '' && <Found value={value} />}
    </Panel>
  );
}

function Found({ value }: { readonly value: string }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const asked = useAsk('check', { value }, (client, how) => client.suppressions.check({ value }, how));
  return (
    <div className="told">
      <Asked of={asked}>
        {({ refusals, lead }) => (
          <>
            {refusals.length === 0 ? (
              <p className="line item-head">
                <IconShieldCheck size={18} stroke={1.6} className="good" aria-hidden /> {t('refusals.free')}
              </p>
            ) : (
              <ul className="list">
                {refusals.map((one) => (
                  <RefusalItem
                    key={`${one.kind} ${String(one.value)} ${one.channel} ${String(one.everywhere)}`}
                    of={one}
                    {...(one.everywhere && { beside: t('keys.everywhere') })}
                  />
                ))}
              </ul>
            )}
            {lead && (
              <p className="told">
                <Link to="/leads/$lead" params={{ lead }}>
                  {t('refusals.lead')}
                </Link>
              </p>
            )}
            {lead && refusals.length > 0 && may(ROLE.manager) && <Lift lead={lead} />}
          </>
        )}
      </Asked>
    </div>
  );
}

const WAYS = ['email', 'phone'] as const;

/** The person said yes again: their words, where they are on record, and when. */
function Lift({ lead }: { readonly lead: string }) {
  const { t } = useSettingWords();
  const act = useAct();
  const [way, setWay] = useState<(typeof WAYS)[number]>('email');
  const [proof, setProof] = useState('');
  const [said, setSaid] = useState('');
  const at = Date.parse(said);
  const call = (client: RekindleClient) =>
    client.suppressions.lift({ lead, way, proof, saidAt: new Date(Number.isNaN(at) ? 0 : at).toISOString() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      call,
      done: ({ lifted, stays }) =>
        t('lift.done', { lifted: lifted.length, stays: stays.map((one) => one.says).join(' ') }),
      then: () => setProof(''),
    });
  };
  return (
    <form onSubmit={submit} className="told form-stack">
      <h3 className="sub">{t('lift.title')}</h3>
      <p className="dim small">{t('lift.says')}</p>
      <Group align="end" gap="sm">
        <NativeSelect
          label={t('lift.way')}
          w={160}
          data={WAYS.map((one) => ({ value: one, label: t(`lift.${one}`) }))}
          value={way}
          onChange={(event) => setWay(event.currentTarget.value as (typeof WAYS)[number])}
        />
        <TextInput
          required
          type="datetime-local"
          label={t('lift.saidAt')}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
      </Group>
      <TextInput
        required
        label={t('lift.proof')}
        description={t('lift.proofSays')}
        value={proof}
        onChange={(event) => setProof(event.currentTarget.value)}
      />
      <div className="modal-acts">
        <CopyCurl call={call} />
        <Button type="submit" variant="default" disabled={Number.isNaN(at)} loading={act.busy}>
          {t('lift.title')}
        </Button>
      </div>
    </form>
  );
}
