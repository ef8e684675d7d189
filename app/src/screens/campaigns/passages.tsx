/** Who is in the sequences of a campaign, and was: where each stands and why, filtered by whatever a passage can be asked. */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { FilterChips } from '../../parts/filter/filter-chips.tsx';
import { ClearFilters } from '../../parts/filters.tsx';
import { Named } from '../../parts/named.tsx';
import { Panel } from '../../parts/page.tsx';
import { Failed, Loading, NoResult } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWords } from '../../words/words.tsx';
import { useWorkWords } from '../../words/work.ts';

const PAGE = 25;

type Passage = Awaited<ReturnType<RekindleClient['enrollments']['list']>>['enrollments'][number];

/** The part; what it is filtered by stands in the address. */
export function Passages({ campaign, ofAccounts }: { readonly campaign: string; readonly ofAccounts: boolean }) {
  const { t } = useWorkWords();
  const { where } = useSearch({ from: '/campaigns/$campaign' });
  const go = useNavigate({ from: '/campaigns/$campaign' });
  const set = (value: string | undefined) => void go({ search: { where: value } as never, replace: true });
  const { may } = useHere();
  const found = usePassages(campaign, where);
  return (
    <Panel title={t('campaign.passages')} beside={<span className="count">{found.total}</span>}>
      <search className="filters">
        {may(ROLE.viewer) && (
          <FilterChips
            list="enrollment"
            first="enrollment.state"
            where={where}
            inCampaign={false}
            without={['enrollment.campaign']}
            count={(filter) => async (client, how) =>
              (await client.enrollments.list({ campaign, where: filter, limit: 1, count: true }, how)).total
            }
            set={set}
          />
        )}
        {where !== undefined && <ClearFilters clear={() => set(undefined)} />}
      </search>
      {found.isPending ? (
        <Loading rows={4} />
      ) : found.error ? (
        <Failed error={found.error} again={found.again} />
      ) : found.rows.length > 0 ? (
        <Rows rows={found.rows} />
      ) : where === undefined ? (
        <p className="dim">{t(ofAccounts ? 'campaign.throughAccounts' : 'campaign.noPassages')}</p>
      ) : (
        <NoResult clear={() => set(undefined)} />
      )}
      {found.more && (
        <Button size="compact-sm" variant="default" mt="sm" loading={found.isFetching} onClick={found.fetchMore}>
          {t('campaign.morePassages')}
        </Button>
      )}
    </Panel>
  );
}

/** Page after page, the first one with how many there are. */
function usePassages(campaign: string, where = '') {
  const { client, workspace } = useHere();
  const { language, number } = useWords();
  const { data, hasNextPage, fetchNextPage, isFetching, isPending, error, refetch } = useInfiniteQuery({
    queryKey: [workspace, 'passages', { campaign, where }, language],
    queryFn: ({ pageParam: after, signal }) =>
      client.enrollments.list({ campaign, where, limit: PAGE, after, count: after === null }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const total = data?.pages[0]?.total;
  return {
    ...{ isFetching, isPending, error, more: hasNextPage },
    rows: (data?.pages ?? []).flatMap(({ enrollments }) => enrollments),
    total: total === undefined ? '' : number(total),
    fetchMore: () => void fetchNextPage(),
    again: () => void refetch(),
  };
}

interface Who {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** People by their ids, as many as a page of passages names. */
function useNames(rows: readonly Passage[]): ReadonlyMap<string, string> {
  const ids = [...new Set(rows.map(({ leadId }) => leadId))].slice(-NAMED);
  const wish = { where: `id in ${JSON.stringify(ids)}`, fields: ['name', 'email'], limit: NAMED } as const;
  const asked = useAsk(
    'names',
    { ids },
    (client, how) => client.leads.list({ ...wish, fields: [...wish.fields] }, how),
    { enabled: ids.length > 0 },
  );
  const leads = (asked.data?.leads ?? []) as unknown as readonly Who[];
  return new Map(leads.map(({ id, name, email }) => [id, name || email || id]));
}

/** Ids that one filter holds. */
const NAMED = PAGE;

function Rows({ rows }: { readonly rows: readonly Passage[] }) {
  // A page at a time, so that no filter grows beyond what one may hold.
  const pages = Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, n) => rows.slice(n * PAGE, (n + 1) * PAGE));
  return (
    <ul className="list">
      {pages.map((page) => (
        <PageOf key={page[0]?.id} rows={page} />
      ))}
    </ul>
  );
}

function PageOf({ rows }: { readonly rows: readonly Passage[] }) {
  const names = useNames(rows);
  return rows.map((one) => <Row key={one.id} of={one} name={names.get(one.leadId) ?? one.leadId} />);
}

function Row({ of: { leadId, sequence, step, state, reason, dueAt, endedAt }, name }: { of: Passage; name: string }) {
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <Link to="/leads/$lead" params={{ lead: leadId }} className="row-link">
            {name}
          </Link>
          <StateBadge state={state} />
        </div>
        <p className="dim small">
          <Named kind="sequence" name={sequence} />
          {step !== null && (
            <>
              {' · '}
              <Named kind="step" name={step} />
            </>
          )}
        </p>
        {reason && <p className="dim small">{reason.says}</p>}
      </div>
      <div className="item-side">
        <span className="dim small">
          <When at={endedAt ?? dueAt} />
        </span>
      </div>
    </li>
  );
}
