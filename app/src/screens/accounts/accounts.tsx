/** All accounts: which campaign, where each stands, how well it is reached, what stands against it. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, useCallback, useMemo, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { FilterChips } from '../../parts/filter/filter-chips.tsx';
import { ClearFilters, FilterChip } from '../../parts/filters.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failed, Loading, NoResult } from '../../parts/states.tsx';
import { type Column, Rows } from '../../parts/table/rows.tsx';
import { Views } from '../../parts/views.tsx';
import { tidy, useOpening, type ViewWords } from '../../parts/views-told.ts';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { GroupWords } from '../../words/group.tsx';
import '../ops.css';
import { Against, Coverage, Health, StatusTag } from './marks.tsx';
import { type AccountRow, type AccountWords, countedBy, useAccounts } from './use-accounts.ts';

const AddAccount = lazy(() => import('./add-account.tsx').then((found) => ({ default: found.AddAccount })));

/** The screen. */
export function AccountsScreen() {
  const words = useSearch({ from: '/accounts' });
  const navigate = useNavigate();
  const { t } = useAccountWords();
  const { may } = useHere();
  const [adding, setAdding] = useState(false);
  const found = useAccounts(words);
  const columns = useMemo(() => columnsFor(t), [t]);
  const go = useCallback(
    (to: ViewWords) => void navigate({ to: '/accounts', search: to as never, replace: true }),
    [navigate],
  );
  const { opens, all } = useOpening({ list: 'account', words: { ...words }, go });
  const put = (to: AccountWords) => {
    const asked = { ...to, view: undefined };
    go(tidy(asked).length > 0 ? asked : all);
  };
  const add = may(ROLE.operator) && (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      {t('accounts.add')}
    </Button>
  );
  const filtered = [words.campaign, words.status, words.against, words.where].some((word) => word !== undefined);
  return (
    <Page
      filled
      title={t('nav.accounts')}
      beside={
        !(found.isPending || opens) && (
          <span className="count">
            {t(found.more ? 'accounts.countMore' : 'accounts.count', { n: found.rows.length })}
          </span>
        )
      }
      acts={add}
    >
      <Filters words={words} put={put} filtered={filtered} />
      {found.isPending || opens ? (
        <Loading rows={12} />
      ) : found.error && found.rows.length === 0 ? (
        <Failed error={found.error} again={found.again} />
      ) : found.rows.length === 0 ? (
        filtered ? (
          <NoResult clear={() => put({})} />
        ) : (
          <Empty title={t('accounts.none')} says={t('accounts.noneSays')}>
            {add}
          </Empty>
        )
      ) : (
        <Rows
          label={t('nav.accounts')}
          rows={found.rows}
          columns={columns}
          idOf={({ id }) => id}
          card={(row) => <AccountCard row={row} />}
          cardHeight={128}
          open={({ id }) => void navigate({ to: '/accounts/$account', params: { account: id } })}
          order={{ by: words.sort, set: (sort) => put({ ...words, sort }) }}
          more={found.more}
          fetchMore={found.fetchMore}
        />
      )}
      {adding && <AddAccount close={() => setAdding(false)} />}
    </Page>
  );
}

type T = GroupWords<AccountWord>['t'];

function columnsFor(t: T): readonly Column<AccountRow>[] {
  return [
    {
      ...{ id: 'name', sort: 'name', title: t('accounts.account'), width: 'minmax(150px, 1.4fr)' },
      cell: (row) => <Name row={row} />,
    },
    { id: 'campaign', title: t('account.campaign'), width: 'minmax(96px, 1fr)', cell: campaignOf },
    {
      ...{ id: 'status', sort: 'status', title: t('accounts.status'), width: '108px' },
      cell: ({ status }) => <StatusTag status={status} />,
    },
    { id: 'touches', title: t('accounts.touchpoints'), width: '92px', end: true, cell: touchesOf },
    { id: 'coverage', title: t('accounts.coverage'), width: '150px', cell: (row) => <Coverage of={row.judged} /> },
    { id: 'health', title: t('accounts.health'), width: '92px', cell: (row) => <Health of={row.judged} /> },
    {
      id: 'against',
      title: t('accounts.against'),
      width: 'minmax(150px, 1.3fr)',
      cell: (row) => <Against of={row.judged} />,
    },
    {
      ...{ id: 'next', sort: 'nextLookAt', title: t('accounts.next'), width: '104px' },
      cell: ({ nextLookAt }) => <When at={nextLookAt} />,
    },
  ];
}

const campaignOf = ({ judged }: AccountRow) => judged?.campaign ?? <span className="dim">–</span>;

function touchesOf({ judged }: AccountRow) {
  if (!judged || judged.touchpoints.planned === null) return <span className="dim">–</span>;
  return <span className="num">{`${String(judged.touchpoints.made)} / ${String(judged.touchpoints.planned)}`}</span>;
}

function Name({ row: { id, name } }: { readonly row: AccountRow }) {
  return (
    <span className="two">
      <Link to="/accounts/$account" params={{ account: id }} className="row-link">
        {name}
      </Link>
      {name !== id && <span className="dim">{id}</span>}
    </span>
  );
}

function AccountCard({ row }: { readonly row: AccountRow }) {
  return (
    <>
      <span className="card-line">
        <Name row={row} />
        <StatusTag status={row.status} />
      </span>
      <span className="card-line dim small">
        <span className="clip">{row.judged?.campaign ?? '–'}</span>
        <When at={row.nextLookAt} />
      </span>
      <span className="card-line small">
        <Coverage of={row.judged} />
        <Health of={row.judged} />
      </span>
      <span className="card-line small clip">
        <Against of={row.judged} />
      </span>
    </>
  );
}

const STATUSES = ['none', 'active', 'paused', 'completed', 'closed', 'cancelled'] as const;
const CONFLICTS = ['replied', 'meeting', 'opted-out', 'negative', 'in-touch', 'customer', 'open-deal'] as const;
const MORE_CONFLICTS = ['competitor', 'two-campaigns', 'two-owners'] as const;

interface FiltersProps {
  readonly words: AccountWords;
  readonly filtered: boolean;
  put(words: AccountWords): void;
}

function Filters({ words: { campaign, status, against, where, sort }, filtered, put }: FiltersProps) {
  const { t } = useAccountWords();
  const { may } = useHere();
  const campaigns = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  const set = (more: AccountWords) => put({ campaign, status, against, where, sort, ...more });
  return (
    <search className="filters">
      {may(ROLE.viewer) && <Views list="account" words={{ campaign, status, against, where, sort }} go={put} />}
      <FilterChip
        label={t('account.campaign')}
        value={campaign}
        options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        set={(value) => set({ campaign: value })}
      />
      <FilterChip
        label={t('accounts.status')}
        value={status}
        options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        set={(value) => set({ status: value })}
      />
      <FilterChip
        label={t('accounts.against')}
        value={against}
        options={[...CONFLICTS, ...MORE_CONFLICTS].map((value) => ({ value, label: t(`conflict.${value}`) }))}
        set={(value) => set({ against: value })}
      />
      {may(ROLE.viewer) && (
        <FilterChips
          list="account"
          first="account.owner"
          where={where}
          inCampaign={campaign !== undefined}
          count={(filter) => countedBy({ campaign, status, where: filter })}
          set={(value) => set({ where: value })}
        />
      )}
      {(filtered || sort !== undefined) && <ClearFilters clear={() => put({})} />}
    </search>
  );
}
