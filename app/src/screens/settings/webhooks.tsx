/** Addresses that are told of what happens: what each hears, how it fares, what waits and what was given up. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Once } from '../../parts/once.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { type Webhook, WebhookState } from './webhook-state.tsx';

const AddWebhook = lazy(() => import('./add-webhook.tsx').then((found) => ({ default: found.AddWebhook })));

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
