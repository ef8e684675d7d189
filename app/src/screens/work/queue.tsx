/** The send queue: messages by state, each with why it is there; those of which nobody knows whether they arrived are settled here. */
import { Button, SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow, MessageRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { FilterChips } from '../../parts/filter/filter-chips.tsx';
import { ClearFilters, FilterChip } from '../../parts/filters.tsx';
import { Named } from '../../parts/named.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, NoResult } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';

const STATES = ['unconfirmed', 'queued', 'held', 'failed', 'sent', 'delivered', 'bounced', 'refused'] as const;
type State = (typeof STATES)[number];
/** In place of a state: whatever state they are in. */
const ANY = 'all';
const SHOWN = 200;

/** What the address of the queue may say. */
interface QueueWords {
  readonly state?: string | undefined;
  readonly campaign?: string | undefined;
  readonly where?: string | undefined;
}

/** What is asked of the list. Without a state it is those of whom nobody knows whether they arrived. */
function askedBy({ state = 'unconfirmed', campaign, where = '' }: QueueWords) {
  return { ...(campaign !== undefined && { campaign }), state: state === ANY ? null : (state as State), where };
}

/** The screen. */
export function QueueScreen() {
  const { t } = useWorkWords();
  const navigate = useNavigate();
  const words = useSearch({ from: '/queue' });
  const put = (search: QueueWords) => void navigate({ to: '/queue', search: search as never, replace: true });
  const asked = askedBy(words);
  const isFiltered = words.where !== undefined || words.campaign !== undefined;
  // What is asked by a state alone may be millions: it is said how many are shown.
  const wish = { ...asked, limit: SHOWN, count: isFiltered };
  const found = useAsk('messages', wish, (client, how) => client.messages.list(wish, how), { live: true });
  return (
    <Page title={t('nav.queue')} says={t(asked.state === 'unconfirmed' ? 'queue.unconfirmedSays' : 'queue.says')}>
      <Filters words={words} put={put} />
      <Asked of={found}>
        {({ messages, next, total = messages.length }) =>
          messages.length === 0 ? (
            isFiltered ? (
              <NoResult clear={() => put({ state: words.state })} />
            ) : (
              <Empty title={t('queue.none')} says={t('queue.noneSays')} />
            )
          ) : (
            <>
              <p className="count count-line">
                {next && isFiltered
                  ? t('queue.countOf', { n: messages.length, of: total })
                  : t(next ? 'queue.countMore' : 'queue.count', { n: messages.length })}
              </p>
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

interface FiltersProps {
  readonly words: QueueWords;
  put(words: QueueWords): void;
}

function Filters({ words, put }: FiltersProps) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const { state = 'unconfirmed', campaign, where } = words;
  const campaigns = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  return (
    <>
      <div className="scroll-x">
        <SegmentedControl
          size="xs"
          aria-label={t('filter.state')}
          value={state}
          data={[...STATES.map((value) => ({ value, label: t(`is.${value}`) })), { value: ANY, label: t('queue.all') }]}
          onChange={(value) => put({ ...words, state: value })}
        />
      </div>
      <search className="filters">
        <FilterChip
          label={t('filter.campaign')}
          value={campaign}
          options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
          set={(value) => put({ ...words, campaign: value })}
        />
        {may(ROLE.viewer) && (
          <FilterChips
            list="message"
            first="message.recipient"
            where={where}
            inCampaign={false}
            without={['message.campaign', ...(state === ANY ? [] : ['message.state'])]}
            count={(filter) => async (client, how) =>
              (await client.messages.list({ ...askedBy({ ...words, where: filter }), limit: 1, count: true }, how))
                .total
            }
            set={(value) => put({ ...words, where: value })}
          />
        )}
        {(campaign ?? where) !== undefined && <ClearFilters clear={() => put({ state: words.state })} />}
      </search>
    </>
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
          {of.subject ?? (of.template ? <Named kind="template" name={of.template} /> : t('queue.byPerson'))}{' '}
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
          {of.state === 'unconfirmed' ? (
            <>
              {t('queue.attempted')} <When at={of.attemptedAt} /> · {t('queue.askedAgain')} <When at={of.dueAt} />
            </>
          ) : (
            <When at={of.sentAt ?? of.dueAt} />
          )}
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
