/** Addresses that are told of what happens: what each hears, how it fares, what waits and what was given up. */
import { Button, Checkbox, Modal, MultiSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { Once } from '../../parts/once.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { type Webhook, WebhookState } from './webhook-state.tsx';

/** The screen. */
export function WebhooksScreen() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const asked = useAsk('webhooks', {}, (client, how) => client.webhooks.list({}, how), { live: true });
  const add = may(ROLE.admin) && (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Page title={t('settings.webhooks')} says={t('webhooks.says')} acts={add}>
      <Asked of={asked}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title={t('webhooks.none')} says={t('webhooks.noneSays')}>
              {add}
            </Empty>
          ) : (
            <ul className="list">
              {webhooks.map((one) => (
                <WebhookItem key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Asked>
      {adding && <AddWebhook close={() => setAdding(false)} tell={setSecret} />}
      {secret !== null && (
        <Once
          title={t('webhooks.secret')}
          says={t('webhooks.secretSays')}
          secret={secret}
          kept={t('word.kept')}
          close={() => setSecret(null)}
        />
      )}
    </Page>
  );
}

function WebhookItem({ of }: { readonly of: Webhook }) {
  const { t } = useSettingWords();
  const { name, url, kinds, queued, sent, failed, reason } = of;
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <Link to="/settings/webhooks/$webhook" params={{ webhook: name }} className="row-link">
            {name}
          </Link>
          <WebhookState of={of} />
        </div>
        <p className="small code-dim">{url}</p>
        <p className="dim small">{kinds.join(', ')}</p>
        {reason && <p className="small bad">{reason}</p>}
      </div>
      <div className="item-side dim small">
        <span>{t('webhooks.counts', { queued, sent, failed })}</span>
      </div>
    </li>
  );
}

interface AddProps {
  close(): void;
  tell(secret: string | null): void;
}

function AddWebhook({ close, tell }: AddProps) {
  const { t } = useSettingWords();
  const act = useAct();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [kinds, setKinds] = useState<string[]>([]);
  const [isPrivate, setPrivate] = useState(false);
  const known = useAsk('webhook kinds', {}, (client, how) => client.webhooks.kinds({}, how)).data?.kinds ?? [];
  const call = (client: RekindleClient) =>
    client.webhooks.add({ name, url, tell: kinds.length === 0 ? ['*'] : kinds, private: isPrivate });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      ...{ call, done: t('webhooks.added') },
      then({ secret }) {
        close();
        tell(secret);
      },
    });
  };
  return (
    <Modal opened onClose={close} title={t('webhooks.add')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit} className="form-stack">
        <TextInput
          data-autofocus
          required
          label={t('webhooks.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          required
          type="url"
          label={t('webhooks.url')}
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <MultiSelect
          searchable
          label={t('webhooks.kinds')}
          description={t('webhooks.kindsSays')}
          data={known.map(({ kind }) => kind)}
          value={kinds}
          onChange={setKinds}
        />
        <Checkbox
          label={t('webhooks.private')}
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
        <div className="modal-acts">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('webhooks.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
