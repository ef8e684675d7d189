/** What agents propose: whom it reaches, how fast, at what cost, what changed since; a person says yes or no, once. */
import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag, type Tone } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useAccountWords } from '../../words/accounts.ts';
import type { Word } from '../../words/en.ts';
import '../ops.css';

const STATES = ['proposed', 'approved', 'used', 'refused', 'withdrawn'] as const;
type State = (typeof STATES)[number];
type Plan = Awaited<ReturnType<RekindleClient['plans']['list']>>['plans'][number];

/** The screen. */
export function ApprovalsScreen() {
  const { t } = useAccountWords();
  const navigate = useNavigate();
  const { state = 'proposed' } = useSearch({ from: '/approvals' });
  const asked = useAsk('plans', { state }, (client, how) => client.plans.list({ state: state as State }, how), {
    live: true,
  });
  return (
    <Page title={t('nav.approvals')} says={t('approvals.says')}>
      <div className="scroll-x">
        <SegmentedControl
          size="xs"
          aria-label={t('approvals.state')}
          value={state}
          data={STATES.map((value) => ({ value, label: t(`plan.${value}`) }))}
          onChange={(value) => void navigate({ to: '/approvals', search: { state: value }, replace: true })}
        />
      </div>
      <Asked of={asked}>
        {({ plans }) =>
          plans.length === 0 ? (
            <Empty title={t('approvals.none')} says={t('approvals.noneSays')} />
          ) : (
            plans.map((plan) => <PlanPanel key={plan.plan} of={plan} />)
          )
        }
      </Asked>
    </Page>
  );
}

const TONES: Readonly<Record<Plan['state'], Tone>> = {
  ...{ proposed: 'waits', approved: 'good', used: 'new', refused: 'over', withdrawn: 'over', expired: 'bad' },
};

function PlanPanel({ of }: { readonly of: Plan }) {
  const { t } = useAccountWords();
  return (
    <section className="panel" aria-label={of.operation}>
      <div className="panel-head">
        <span className="item-head">
          <h2>{of.operation}</h2>
          <Tag tone={TONES[of.state]}>{t(`plan.${of.state}`)}</Tag>
        </span>
        <Decide of={of} />
      </div>
      <p className="line">{of.why}</p>
      {of.change && <Changed of={of.change} />}
      <PlanFacts of={of} />
      <details className="why">
        <summary>{t('approvals.input')}</summary>
        <pre className="code-block">{`${of.operation} ${JSON.stringify(of.input, null, 2)}`}</pre>
      </details>
    </section>
  );
}

function PlanFacts({ of }: { readonly of: Plan }) {
  const { t, number } = useAccountWords();
  const most = (n: number | null) => (n === null ? t('approvals.any') : number(n));
  const { email, sms, voice } = of.perDay;
  const facts = [
    [
      t('approvals.reaches'),
      `${t('approvals.people', { n: of.people })}${of.campaigns.length > 0 ? ` · ${of.campaigns.join(', ')}` : ''}`,
    ],
    [t('approvals.leftOut'), <LeftOut key="left" of={of} />],
    [t('approvals.sends'), t('approvals.sendsOf', of.planned)],
    [t('approvals.rate'), t('approvals.rateOf', { email: most(email), sms: most(sms), voice: most(voice) })],
    [t('approvals.spends'), of.credits === null ? t('approvals.noCredits') : t('approvals.credits', { n: of.credits })],
    [t('approvals.leaves'), t(of.mode === 'live' ? 'approvals.live' : 'approvals.dry')],
    [t('approvals.by'), of.proposedBy],
  ] as const;
  return (
    <dl className="facts-grid">
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
      <dt>{t('approvals.until')}</dt>
      <dd>
        <When at={of.expiresAt} exact />
      </dd>
      {of.decidedBy && of.decidedAt && (
        <>
          <dt>{t(of.state === 'refused' ? 'plan.refused' : 'plan.approved')}</dt>
          <dd>
            {of.decidedBy}, <When at={of.decidedAt} />
          </dd>
        </>
      )}
      {of.usedAt && (
        <>
          <dt>{t('approvals.used')}</dt>
          <dd>
            <When at={of.usedAt} /> {outcomeOf(t, of)}
          </dd>
        </>
      )}
    </dl>
  );
}

/** People of its campaigns who get nothing: how many, and why. */
function LeftOut({ of: { excluded, reasons } }: { readonly of: Plan }) {
  const { t, number } = useAccountWords();
  const left = Object.entries(excluded);
  if (left.length === 0) return t('approvals.nobody');
  return (
    <ul className="plain-list">
      {left.map(([code, n]) => (
        <li key={code}>
          <span className="num">{number(n)}</span> · {reasons[code]?.says ?? code}
        </li>
      ))}
    </ul>
  );
}

/** How its use ended: done, or the sentence of what refused it. */
function outcomeOf(t: ReturnType<typeof useAccountWords>['t'], { outcome, reasons }: Plan): string {
  if (outcome === 'done') return t('approvals.done');
  if (outcome === 'failed') return t('approvals.failed');
  return outcome === null ? '' : (reasons[outcome]?.says ?? outcome);
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Changed({ of: { was, is, added, left, content, faster } }: { readonly of: NonNullable<Plan['change']> }) {
  const { t, number } = useAccountWords();
  const count = (n: number | null) => (n === null ? '?' : number(n));
  return (
    <div className="changed" role="status">
      <b>{t('approvals.changed')}</b> {t('approvals.changedOf', { was, is, added: count(added), left: count(left) })}{' '}
      {content && t('approvals.changedContent')}{' '}
      {faster.length > 0 &&
        t('approvals.changedFaster', { what: faster.map((way) => t(`channel.${way}` as Word)).join(', ') })}
    </div>
  );
}

function Decide({ of: { plan, state, seen, operation, proposedBy, expiresAt, people } }: { readonly of: Plan }) {
  const { t, language } = useAccountWords();
  const { may } = useHere();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  if (!may(ROLE.operator) || (state !== 'proposed' && state !== 'approved')) return null;
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(expiresAt),
  );
  const question: Question = {
    ...{ title: t('approvals.approveTitle', { operation }), go: t('approvals.approve') },
    says: t('approvals.approveSays', { who: proposedBy, until, n: people }),
    done: t('approvals.approved'),
    call: () => (client) => client.plans.approve({ plan, seen }),
    undo: (client) => client.plans.refuse({ plan }),
  };
  return (
    <span className="item-acts">
      <Button
        size="compact-sm"
        variant="default"
        loading={act.busy}
        onClick={() => act.run({ call: (client) => client.plans.refuse({ plan }), done: t('approvals.refused') })}
      >
        {t('approvals.refuse')}
      </Button>
      {state === 'proposed' && (
        <Button size="compact-sm" onClick={() => setAsking(true)}>
          {t('approvals.approve')}
        </Button>
      )}
      {asking && <Confirm of={question} close={() => setAsking(false)} />}
    </span>
  );
}
