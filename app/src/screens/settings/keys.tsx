/** Keys of programs and agents: how each begins, what it may, until when, when it was last used. A key is shown once. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Once } from '../../parts/once.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { isAdminOfAll } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';

const AddKey = lazy(() => import('./add-key.tsx').then((found) => ({ default: found.AddKey })));

type Key = Awaited<ReturnType<RekindleClient['keys']['list']>>['keys'][number];
const TONES = { good: 'good', expired: 'waits', revoked: 'over' } as const;

/** The screen. */
export function KeysScreen() {
  const { t } = useSettingWords();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { session } = useHere();
  const asked = useAsk('keys', {}, (client, how) => client.keys.list({}, how));
  const others = useAsk('keys', { everywhere: true }, (client, how) => client.keys.list({ everywhere: true }, how), {
    enabled: isAdminOfAll(session),
  }).data;
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      {t('keys.add')}
    </Button>
  );
  return (
    <Page title={t('settings.keys')} says={t('keys.says')} acts={asked.data && add}>
      <Asked of={asked}>
        {({ keys }) =>
          keys.length + (others?.keys.length ?? 0) === 0 ? (
            <Empty title={t('keys.none')} says={t('keys.noneSays')}>
              {add}
            </Empty>
          ) : (
            <KeyTable of={[...(others?.keys ?? []), ...keys]} />
          )
        }
      </Asked>
      {adding && <AddKey close={() => setAdding(false)} tell={setSecret} />}
      {secret !== null && (
        <Once
          title={t('keys.secret')}
          says={t('keys.secretSays')}
          secret={secret}
          kept={t('word.kept')}
          close={() => setSecret(null)}
        />
      )}
    </Page>
  );
}

function KeyTable({ of }: { readonly of: readonly Key[] }) {
  const { t } = useSettingWords();
  const heads: readonly SettingWord[] = ['keys.name', 'keys.role', 'keys.state', 'keys.used', 'keys.expires'];
  return (
    <table className="plain stacks">
      <thead>
        <tr>
          {heads.map((word) => (
            <th scope="col" key={word}>
              {t(word)}
            </th>
          ))}
          <th scope="col">
            <span className="sr">{t('keys.revoke')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((key) => (
          <KeyRow key={key.id} of={key} />
        ))}
      </tbody>
    </table>
  );
}

function KeyRow({ of: { id, name, prefix, role, kind, workspace, state, usedAt, expiresAt } }: { readonly of: Key }) {
  const { t } = useSettingWords();
  const [revoking, setRevoking] = useState(false);
  const question: Question = {
    ...{ title: t('keys.revokeTitle', { name }), says: t('keys.revokeSays'), go: t('keys.revoke'), grave: true },
    ...{ done: t('keys.revoked') },
    call: () => (client) => client.keys.revoke({ key: id, everywhere: workspace === null }),
  };
  return (
    <tr>
      <td>
        <b>{name}</b>
        <code className="dim under">{prefix}…</code>
      </td>
      <td data-label={t('keys.role')}>
        {t(`role.${role}`)}
        <span className="dim under">
          {kind === 'agent' ? `${t('keys.agent')} · ` : ''}
          {workspace ?? t('keys.everywhere')}
        </span>
      </td>
      <td data-label={t('keys.state')}>
        <Tag tone={TONES[state]}>{t(`key.${state}`)}</Tag>
      </td>
      <td data-label={t('keys.used')}>
        {usedAt ? <When at={usedAt} /> : <span className="dim">{t('keys.never')}</span>}
      </td>
      <td data-label={t('keys.expires')}>
        <When at={expiresAt} />
      </td>
      <td className="end">
        {state !== 'revoked' && (
          <Button size="compact-xs" variant="default" onClick={() => setRevoking(true)}>
            {t('keys.revoke')}
          </Button>
        )}
        {revoking && <Confirm of={question} close={() => setRevoking(false)} />}
      </td>
    </tr>
  );
}
