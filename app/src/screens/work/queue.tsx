/** The send queue: messages by state, each with why it is there; those of which nobody knows whether they arrived are settled here. */
import { Button, SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { MessageRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';

const STATES = ['unconfirmed', 'queued', 'held', 'failed', 'sent', 'delivered', 'bounced', 'refused'] as const;
type State = (typeof STATES)[number];
const SHOWN = 200;

/** The screen. */
export function QueueScreen() {
  const { t } = useWorkWords();
  const navigate = useNavigate();
  const { state = 'unconfirmed' } = useSearch({ from: '/queue' });
  const chosen = state as State;
  const asked = useAsk(
    'messages',
    { state },
    (client, how) => client.messages.list({ state: chosen, limit: SHOWN }, how),
    { live: true },
  );
  return (
    <Page title={t('nav.queue')} says={t(chosen === 'unconfirmed' ? 'queue.unconfirmedSays' : 'queue.says')}>
      <div className="scroll-x">
        <SegmentedControl
          size="xs"
          aria-label={t('filter.state')}
          value={state}
          data={STATES.map((value) => ({ value, label: t(`is.${value}`) }))}
          onChange={(value) => void navigate({ to: '/queue', search: { state: value }, replace: true })}
        />
      </div>
      <Asked of={asked}>
        {({ messages, next }) =>
          messages.length === 0 ? (
            <Empty title={t('queue.none')} says={t('queue.noneSays')} />
          ) : (
            <>
              <p className="count count-line">{t(next ? 'queue.countMore' : 'queue.count', { n: messages.length })}</p>
              <ul className="list">
                {(messages as unknown as readonly MessageRow[]).map((one) => (
                  <MessageItem key={one.id} of={one} />
                ))}
              </ul>
            </>
          )
        }
      </Asked>
    </Page>
  );
}

function MessageItem({ of }: { readonly of: MessageRow }) {
  const { t } = useWorkWords();
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <Link to="/leads/$lead" params={{ lead: of.leadId }} className="row-link">
            {of.recipient}
          </Link>
          <StateBadge state={of.state} />
        </div>
        <p>
          {of.subject ?? (of.template || t('queue.byPerson'))}{' '}
          <span className="dim">{t('queue.from', { sender: of.sender, n: of.attempts })}</span>
        </p>
        {of.reason && (
          <p className="dim small">
            {of.reason.says} {of.reason.remedy}
          </p>
        )}
      </div>
      <div className="item-side">
        <span className="dim small">
          <When at={of.sentAt ?? of.dueAt} />
        </span>
        <MessageActs of={of} />
      </div>
    </li>
  );
}

const SETTLES = ['sent', 'failed', 'again'] as const;

function MessageActs({ of: { id, state } }: { readonly of: MessageRow }) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  if (!may(ROLE.operator)) return null;
  if (state === 'unconfirmed') {
    return (
      <div className="item-acts">
        {SETTLES.map((as) => (
          <Button
            key={as}
            size="compact-xs"
            variant="default"
            onClick={() => act.run({ call: (client) => client.messages.settle({ id, as }), done: t('queue.settled') })}
          >
            {t(`settle.${as}`)}
          </Button>
        ))}
      </div>
    );
  }
  if (state === 'queued' || state === 'held') {
    return (
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => act.run({ call: (client) => client.messages.cancel({ id }), done: t('queue.cancelled') })}
      >
        {t('queue.cancel')}
      </Button>
    );
  }
  if (state !== 'failed') return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => act.run({ call: (client) => client.messages.retry({ id }), done: t('queue.retried') })}
    >
      {t('queue.retry')}
    </Button>
  );
}
