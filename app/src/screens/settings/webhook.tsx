/** One webhook: each telling with what was sent, what was answered, its tries and the next one; sent again, one or all since a time. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { WebhookActs } from './webhook-acts.tsx';
import { WebhookState } from './webhook-state.tsx';

const STATES = ['failed', 'queued', 'sent'] as const;
type State = (typeof STATES)[number];
type Telling = Awaited<ReturnType<RekindleClient['webhooks']['sends']>>['sends'][number];

/** The screen. */
export function WebhookScreen() {
  const { t } = useSettingWords();
  const { webhook: name } = useParams({ from: '/settings/webhooks/$webhook' });
  const all = useAsk('webhooks', {}, (client, how) => client.webhooks.list({}, how), { live: true });
  const found = all.data?.webhooks.find((one) => one.name === name || one.id === name);
  return (
    <Page
      title={found?.name ?? name}
      above={
        <Link to="/settings/webhooks" className="back">
          <IconChevronLeft size={14} aria-hidden /> {t('settings.webhooks')}
        </Link>
      }
      beside={found && <WebhookState of={found} />}
      acts={found && <WebhookActs of={found} />}
      says={found && <code>{found.url}</code>}
    >
      {all.error ? (
        <Failed error={all.error} again={() => void all.refetch()} />
      ) : !found ? (
        all.isPending ? (
          <Loading />
        ) : (
          <p className="dim">{t('state.missing')}</p>
        )
      ) : (
        <>
          <div className="figures">
            <Figure name={t('webhooks.told')} value={found.kinds.join(', ')} />
            <Figure name={t('webhooks.queued')} value={found.queued} />
            <Figure name={t('webhooks.sent')} value={found.sent} />
            <Figure name={t('webhooks.failed')} value={found.failed} />
          </div>
          {found.reason && <p className="line bad">{found.reason}</p>}
          {found.restsUntil && (
            <p className="line">
              {t('webhooks.rests')} <When at={found.restsUntil} />
            </p>
          )}
          {found.formerSecretUntil && (
            <p className="line">
              {t('webhooks.overlap')} <When at={found.formerSecretUntil} exact />
            </p>
          )}
          <Tellings webhook={name} failed={found.failed} />
        </>
      )}
    </Page>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string | number }) {
  return (
    <span>
      <span className="label">{name}</span>
      <b className="num">{value}</b>
    </span>
  );
}

function Tellings({ webhook, failed }: { readonly webhook: string; readonly failed: number }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const navigate = useNavigate();
  const { state = failed > 0 ? 'failed' : 'sent' } = useSearch({ from: '/settings/webhooks/$webhook' });
  const asked = useAsk(
    'tellings',
    { webhook, state },
    (client, how) => client.webhooks.sends({ webhook, state: state as State, limit: 100 }, how),
    { live: true },
  );
  const go = (to: string) =>
    void navigate({ to: '/settings/webhooks/$webhook', params: { webhook }, search: { state: to }, replace: true });
  return (
    <Panel
      title={t('webhooks.tellings')}
      beside={
        <span className="item-acts">
          {state === 'failed' && failed > 0 && may(ROLE.operator) && (
            <Button
              size="compact-xs"
              variant="default"
              loading={act.busy}
              onClick={() =>
                act.run({
                  call: (client) => client.webhooks.retry({ webhook }),
                  done: ({ queued }) => t('webhooks.queuedAgain', { n: queued }),
                })
              }
            >
              {t('webhooks.retryAll')}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('webhooks.state')}
            value={state}
            data={STATES.map((value) => ({ value, label: t(`webhooks.${value}`) }))}
            onChange={go}
          />
        </span>
      }
    >
      <Asked of={asked}>
        {({ sends }) =>
          sends.length === 0 ? (
            <p className="dim">{t('webhooks.noTelling')}</p>
          ) : (
            sends.map((one) => <TellingItem key={one.id} of={one} webhook={webhook} />)
          )
        }
      </Asked>
    </Panel>
  );
}

function TellingItem({ of, webhook }: { readonly of: Telling; readonly webhook: string }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const { id, kind, attempts, status, detail, createdAt, nextTryAt, sentAt, body } = of;
  return (
    <details className="tell">
      <summary>
        <b>{kind}</b>
        <span className={status !== null && status < 300 ? 'good num' : 'num'}>{status ?? t('webhooks.noAnswer')}</span>
        <span className="dim">{t('webhooks.tries', { n: attempts })}</span>
        {nextTryAt && (
          <span className="dim">
            {t('webhooks.nextTry')} <When at={nextTryAt} />
          </span>
        )}
        <span className="push dim">
          <When at={sentAt ?? createdAt} />
        </span>
      </summary>
      <p className="label">{t('webhooks.answer')}</p>
      <pre className="code-block">{`${String(status ?? '–')} ${detail}`.trim()}</pre>
      <p className="label">{t('webhooks.request', { id })}</p>
      <pre className="code-block">{pretty(body)}</pre>
      {may(ROLE.operator) && (
        <Button
          mt="xs"
          size="compact-xs"
          variant="default"
          loading={act.busy}
          onClick={() =>
            act.run({
              call: (client) => client.webhooks.retry({ webhook, send: id }),
              done: ({ queued }) => t('webhooks.queuedAgain', { n: queued }),
            })
          }
        >
          {t('webhooks.again')}
        </Button>
      )}
    </details>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
