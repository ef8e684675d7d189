/** What matters now: what waits for a person, what is in doubt, what is late, how the campaigns and the routines are doing; each number leads to its list. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import type { CampaignPage, CampaignRow } from '../../api/shapes.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useInstance } from '../../shell/instance.ts';
import { useWorkWords } from '../../words/work.ts';
import { totalOf } from '../campaigns/totals.ts';
import { Sending } from './sending.tsx';
import { Today } from './today.tsx';

const WelcomeNotice = lazy(() => import('../welcome/notice.tsx').then((found) => ({ default: found.WelcomeNotice })));
const Ailing = lazy(() => import('../routines/ailing.tsx').then((found) => ({ default: found.Ailing })));
const LIVE = { live: true } as const;

/** The screen. */
export function HomeScreen() {
  const { t } = useWorkWords();
  const { may } = useHere();
  return (
    <Page title={t('nav.home')} acts={<Stop />}>
      <Suspense>{may(ROLE.admin) && <WelcomeNotice />}</Suspense>
      <Waiting />
      <div className="halves">
        <Sending />
        <Today />
        <Guards />
        <Running />
        <Hot />
      </div>
    </Page>
  );
}

function Stop() {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const halts = useInstance().data?.halts ?? [];
  if (!may(ROLE.operator) || halts.length > 0) return null;
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() =>
        act.run({
          call: (client) => client.halts.add({}),
          undo: (client) => client.halts.lift({}),
          done: t('home.stopped'),
        })
      }
    >
      {t('home.stop')}
    </Button>
  );
}

function Waiting() {
  const replies = useAsk(
    'replies',
    { state: 'open', class: null },
    (client, how) => client.replies.list({ state: 'open', class: null }, how),
    LIVE,
  ).data?.replies;
  const tasks = useAsk('tasks', {}, (client, how) => client.tasks.list({ limit: 200 }, how), LIVE).data?.tasks;
  const hot = useHot();
  const doubt = useAsk(
    'messages',
    { state: 'unconfirmed' },
    (client, how) => client.messages.list({ state: 'unconfirmed', limit: 200 }, how),
    LIVE,
  ).data;
  return (
    <div className="tiles">
      <Tile to="/inbox" word="home.replies" list={replies} most={50} />
      <Tile to="/handoffs" word="home.hot" list={hot} />
      <Tile to="/tasks" word="home.tasks" list={tasks} />
      <Tile to="/queue" word="home.unconfirmed" list={doubt?.messages} warns={(doubt?.messages.length ?? 0) > 0} />
    </div>
  );
}

interface TileProps {
  readonly to: '/inbox' | '/handoffs' | '/tasks' | '/queue';
  readonly word: 'home.replies' | 'home.hot' | 'home.tasks' | 'home.unconfirmed';
  /** Undefined = it is being asked for. */
  readonly list: readonly unknown[] | undefined;
  /** How many of them are asked for. */
  readonly most?: number;
  readonly warns?: boolean;
}

function Tile({ to, word, list, most = 200, warns = false }: TileProps) {
  const { t, number } = useWorkWords();
  const n = list?.length ?? 0;
  return (
    <Link to={to} className={warns ? 'tile tile-warns' : 'tile'}>
      <span className="tile-value num">{list === undefined ? '…' : `${number(n)}${n >= most ? '+' : ''}`}</span>
      <span className="dim">{t(word, { n })}</span>
    </Link>
  );
}

/** Hand-offs that nobody has claimed yet. */
function useHot() {
  const call = (client: RekindleClient, how: object) => client.handoffs.list({ state: 'open', limit: 200 }, how);
  return useAsk('handoffs open', {}, call, LIVE).data?.handOffs;
}

function Hot() {
  const { t } = useWorkWords();
  const hot = useHot() ?? [];
  if (hot.length === 0) return null;
  return (
    <Panel title={t('home.hotNow')}>
      <ul className="list list-flat">
        {hot.slice(0, 6).map(({ id, leadId, headline, team, owner }) => (
          <li className="item" key={id}>
            <div className="item-main">
              <Link to="/leads/$lead" params={{ lead: leadId }} className="row-link">
                {headline}
              </Link>
              <p className="dim small">{[team, owner].filter(Boolean).join(' · ') || t('handoffs.nobody')}</p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Running() {
  const { t } = useWorkWords();
  const campaigns = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  const open = campaigns.filter(({ state }) => state !== 'finished' && state !== 'cancelled');
  return (
    <Panel title={t('nav.campaigns')}>
      {open.length === 0 && <p className="dim">{t('campaigns.none')}</p>}
      <ul className="list list-flat">
        {open.slice(0, 8).map((one) => (
          <RunningItem key={one.id} of={one} />
        ))}
      </ul>
    </Panel>
  );
}

function RunningItem({ of: { id, name, state } }: { readonly of: CampaignRow }) {
  const { t } = useWorkWords();
  const page = useAsk('campaign', { campaign: id }, (client, how) => client.campaigns.show({ campaign: id }, how), LIVE)
    .data as unknown as CampaignPage | undefined;
  return (
    <li className="item">
      <div className="item-main">
        <Link to="/campaigns/$campaign" params={{ campaign: id }} className="row-link">
          {name}
        </Link>
        {page && (
          <p className="dim small">
            {t('home.campaign', {
              n: page.stages.enrolled ?? 0,
              of: totalOf(page.stages),
              sent: (page.messages.sent ?? 0) + (page.messages.delivered ?? 0),
            })}
          </p>
        )}
      </div>
      <StateBadge state={state} />
    </li>
  );
}

function Guards() {
  const { t, percent } = useWorkWords();
  const { nextAt, connections = [] } = useInstance().data ?? {};
  const senders = useAsk('senders', {}, (client, how) => client.senders.list({}, how), LIVE).data;
  const health = useAsk('health', {}, (client, how) => client.routines.health({}, how), LIVE).data;
  const lines: readonly (readonly [string, ReactNode])[] = [
    [t('home.next'), <When key="next" at={nextAt} />],
    [
      t('home.routines'),
      health && (
        <span className="lines" key="health">
          <StateBadge state={health.health} />
          {health.health !== 'healthy' && (
            <Suspense>
              <Ailing of={health.routines} />
            </Suspense>
          )}
        </span>
      ),
    ],
    ...connections.map(
      ({ connection, until, failures }) =>
        [
          connection,
          until === null ? (
            t('home.faults', { n: failures })
          ) : (
            <span key="rest">
              {t('home.rests')} <When at={until} />
            </span>
          ),
        ] as const,
    ),
    ...(senders?.senders ?? []).slice(0, 6).map(
      ({ sender, sent, bounced, complained }) =>
        [
          sender,
          t('home.sender', {
            sent,
            bounced: percent(sent ? bounced / sent : 0),
            complained: percent(sent ? complained / sent : 0),
            days: senders?.days ?? 7,
          }),
        ] as const,
    ),
  ];
  return (
    <Panel title={t('home.guards')}>
      <dl className="fields">
        {lines.map(([name, value]) => (
          <div className="field field-wide" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
