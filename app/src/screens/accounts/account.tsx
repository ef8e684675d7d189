/** One account: where it stands and why not further, its people in their rank, every touchpoint with any of them, what stands against it. */
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { Reasons } from '../../parts/why.tsx';
import { useAccountWords } from '../../words/accounts.ts';
import '../ops.css';
import { AccountActs } from './acts.tsx';
import { Contacts } from './contacts.tsx';
import { Coverage, Health, StatusTag } from './marks.tsx';
import { Stages } from './stages.tsx';
import { Touches } from './touches.tsx';

/** An account as its page has it. */
export type AccountPage = Awaited<ReturnType<RekindleClient['accounts']['show']>>;

/** The screen. */
export function AccountScreen() {
  const { account } = useParams({ from: '/accounts/$account' });
  const { t } = useAccountWords();
  const asked = useAsk('account', { account }, (client, how) => client.accounts.show({ account }, how), {
    live: true,
  });
  const page = asked.data;
  return (
    <Page
      title={page?.account.name ?? account}
      above={
        <Link to="/accounts" className="back">
          <IconChevronLeft size={14} aria-hidden /> {t('nav.accounts')}
        </Link>
      }
      beside={page && <StatusTag status={page.status} />}
      acts={page && <AccountActs of={page} />}
      says={page && (page.campaign ? t('account.says', { campaign: page.campaign }) : t('account.noCampaign'))}
    >
      <Asked of={asked}>{(found) => <Parts page={found} />}</Asked>
    </Page>
  );
}

function Parts({ page }: { readonly page: AccountPage }) {
  const { t } = useAccountWords();
  return (
    <>
      <div className="figures">
        <span>
          <span className="label">{t('accounts.touchpoints')}</span>
          <b className="num">
            {page.touchpoints.made}
            {page.touchpoints.planned !== null && ` / ${String(page.touchpoints.planned)}`}
          </b>
        </span>
        <span>
          <span className="label">{t('accounts.coverage')}</span>
          <Coverage of={page} />
        </span>
        <span>
          <span className="label">{t('accounts.health')}</span>
          <Health of={page} />
        </span>
        <span>
          <span className="label">{t('account.next')}</span>
          <When at={page.nextLookAt} />
        </span>
      </div>
      <div className="wide-narrow">
        <div>
          <Contacts of={page} />
          <Touches of={page} />
        </div>
        <div>
          <WhyNotNow of={page} />
          <Stages of={page} />
          <Known of={page.account} />
        </div>
      </div>
    </>
  );
}

/** Whose rule holds it, and until when. */
function WhyNotNow({ of: { reason, nextLookAt, conflicts, contacts, outcome } }: { readonly of: AccountPage }) {
  const { t } = useAccountWords();
  const nameOf = (leadId: string | null) => contacts.find((one) => one.leadId === leadId)?.name;
  return (
    <Panel title={t('account.whyNotNow')}>
      {nextLookAt && (
        <div className="next-box">
          <span className="label">{t('account.next')}</span>
          <When at={nextLookAt} exact />
        </div>
      )}
      {outcome && (
        <p className="line">
          {t('account.outcome')}: <b>{t(`outcome.${outcome}` as 'outcome.meeting') || outcome}</b>
        </p>
      )}
      {reason && <Reasons of={[reason]} />}
      <h3 className="sub">{t('account.conflicts')}</h3>
      {conflicts.length === 0 ? (
        <p className="dim">{t('account.nothingAgainst')}</p>
      ) : (
        <ul className="reasons">
          {conflicts.map(({ kind, policy, says, leadId, with: other }) => (
            <li key={`${kind} ${String(leadId)} ${String(other)}`}>
              <span className="item-head">
                <b>{t(`conflict.${kind}`)}</b>
                <Tag tone={policy === 'go-on' ? 'over' : 'waits'}>{t(`policy.${policy}`)}</Tag>
              </span>
              <span>{says}</span>
              {(nameOf(leadId) ?? other) && <span className="dim"> {nameOf(leadId) ?? other}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Known({ of: { owner, deal, customer, competitors, id } }: { readonly of: AccountPage['account'] }) {
  const { t } = useAccountWords();
  const none = <span className="dim">{t('account.none')}</span>;
  return (
    <Panel title={t('account.known')}>
      <dl className="fields">
        {(
          [
            [t('accounts.id'), id],
            [t('account.owner'), owner ?? none],
            [t('account.deal'), deal ?? none],
            [t('account.customer'), t(customer ? 'account.yes' : 'account.no')],
            [t('account.competitors'), competitors.length > 0 ? competitors.join(', ') : none],
          ] as const
        ).map(([name, value]) => (
          <div className="field field-wide" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
