/** One campaign: who is in it and who is not, by reason; what a launch needs; what a simulation foresees; what came of it. */
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { CampaignPage } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Bars, barsOf, Days } from '../../parts/bars.tsx';
import { useNames } from '../../parts/names.ts';
import { Page, Panel } from '../../parts/page.tsx';
import { Loading } from '../../parts/states.tsx';
import type { Word } from '../../words/en.ts';
import { useWorkWords } from '../../words/work.ts';
import { CampaignActs } from './acts.tsx';
import { Preflight } from './preflight.tsx';
import { totalOf } from './totals.ts';

const Passages = lazy(() => import('./passages.tsx').then((found) => ({ default: found.Passages })));

/** The screen. */
export function CampaignScreen() {
  const { campaign } = useParams({ from: '/campaigns/$campaign' });
  const { t } = useWorkWords();
  const names = useNames();
  const asked = useAsk('campaign', { campaign }, (client, how) => client.campaigns.show({ campaign }, how), {
    live: true,
  });
  const page = asked.data as unknown as CampaignPage | undefined;
  return (
    <Page
      title={page?.name ?? t('nav.campaigns')}
      above={
        <Link to="/campaigns" className="back">
          <IconChevronLeft size={14} aria-hidden /> {t('nav.campaigns')}
        </Link>
      }
      beside={page && <StateBadge state={page.state} />}
      acts={page && <CampaignActs of={page} />}
      says={
        page && (
          <>
            {t('campaign.says', {
              playbook: names('playbook', page.playbook.name),
              from: `${page.sender.name} <${page.sender.address}>`,
            })}{' '}
            <Link
              to="/playbooks/$playbook"
              params={{ playbook: page.playbook.name }}
              search={{ campaign: page.id }}
              className="among-words"
            >
              {t('campaign.steps')}
            </Link>
          </>
        )
      }
    >
      <Asked of={asked}>{() => page && <Parts page={page} />}</Asked>
    </Page>
  );
}

const STAGES = ['enrolled', 'ended', 'ready', 'review', 'unrouted', 'rejected', 'left'] as const;
const STATUSES = ['active', 'paused', 'completed', 'closed', 'cancelled'] as const;
const TIERS = ['hot', 'warm', 'cool', 'cold'] as const;

/** Of a draft what is to be done next comes first; who is in it comes last, for that is long. */
function Parts({ page }: { readonly page: CampaignPage }) {
  const ended = totalOf(page.ends) > 0;
  const over = page.state === 'finished' || page.state === 'cancelled';
  const next = (
    <>
      {!over && <Preflight campaign={page.id} />}
      <Foreseen campaign={page.id} />
    </>
  );
  return (
    <>
      <div className="halves">
        {page.state === 'draft' && next}
        <Results page={page} />
        {page.state !== 'draft' && (ended ? <div>{next}</div> : next)}
      </div>
      <Suspense fallback={<Loading rows={4} />}>
        <Passages campaign={page.id} ofAccounts={page.accounts !== null} />
      </Suspense>
    </>
  );
}

function Foreseen({ campaign }: { readonly campaign: string }) {
  const { t } = useWorkWords();
  return (
    <Panel title={t('simulate.title')}>
      <p className="dim small under">{t('simulate.says')}</p>
      <Link to="/campaigns/$campaign/simulation" params={{ campaign }} className="among-words">
        {t('simulate.run')}
      </Link>
    </Panel>
  );
}

/** How the accounts that it works stand; the way to them, where it has none yet too. */
function Accounts({ campaign, of }: { readonly campaign: string; readonly of: NonNullable<CampaignPage['accounts']> }) {
  const { t } = useWorkWords();
  const accounts = totalOf(of);
  return (
    <Panel title={t('campaign.accounts', { n: accounts })}>
      {accounts === 0 ? (
        <p className="dim small under">{t('campaign.noAccounts')}</p>
      ) : (
        <Bars
          label={t('campaign.accounts', { n: accounts })}
          of={accounts}
          bars={STATUSES.map((id) => ({
            id,
            label: t(`is.${id}`),
            count: of[id] ?? 0,
            accounts: { campaign, status: id },
          }))}
        />
      )}
      <Link to="/accounts" search={accounts === 0 ? {} : { campaign }} className="among-words">
        {t('campaign.toAccounts')}
      </Link>
    </Panel>
  );
}

function Results({ page }: { readonly page: CampaignPage }) {
  const { t } = useWorkWords();
  const people = totalOf(page.stages);
  const messages = totalOf(page.messages);
  const said = (code: string) => page.reasons[code]?.says ?? code;
  const leads = (more: Record<string, string>) => ({ campaign: page.id, ...more });
  return (
    <>
      {page.accounts && <Accounts campaign={page.id} of={page.accounts} />}
      <Panel title={t('campaign.audience', { n: people })}>
        <Bars
          label={t('filter.stage')}
          of={people}
          bars={STAGES.map((id) => ({
            id,
            label: t(`is.${id}`),
            count: page.stages[id] ?? 0,
            leads: leads({ stage: id }),
          }))}
        />
      </Panel>
      <Panel title={t('campaign.tiers', { n: totalOf(page.tiers) })}>
        <Bars
          label={t('filter.tier')}
          of={totalOf(page.tiers)}
          bars={TIERS.map((id) => ({
            id,
            label: t(`tier.${id}`),
            count: page.tiers[id] ?? 0,
            tone: id,
            leads: leads({ tier: id }),
          }))}
        />
      </Panel>
      <Panel title={t('campaign.excluded', { n: totalOf(page.notEnrolled), of: people })}>
        {totalOf(page.notEnrolled) === 0 ? (
          <p className="dim">{t('campaign.nobodyExcluded')}</p>
        ) : (
          <Bars label={t('campaign.why')} of={people} bars={barsOf(page.notEnrolled, said)} worded />
        )}
      </Panel>
      <Panel title={t('campaign.messages', { n: messages })}>
        {messages === 0 ? (
          <p className="dim">{t('campaign.noMessages')}</p>
        ) : (
          <>
            <Bars label={t('filter.state')} of={messages} bars={barsOf(page.messages, (id) => t(`is.${id}` as Word))} />
            <Days label={t('campaign.byDay')} byDay={page.messagesByDay} />
          </>
        )}
      </Panel>
      {totalOf(page.ends) > 0 && (
        <Panel title={t('campaign.ends', { n: totalOf(page.ends) })}>
          <Bars label={t('campaign.why')} of={totalOf(page.ends)} bars={barsOf(page.ends, said)} worded />
        </Panel>
      )}
    </>
  );
}
