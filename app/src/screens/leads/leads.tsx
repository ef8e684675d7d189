/** All leads, or those of a campaign with where each stands: filters in the address, rows as one scrolls, acts on what is chosen. */
import { Badge, Button } from '@mantine/core';
import { IconPlus, IconShieldX } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { LeadRow } from '../../api/shapes.ts';
import { Tier } from '../../parts/badges.tsx';
import { Hint } from '../../parts/hint.tsx';
import { Page } from '../../parts/page.tsx';
import { readable } from '../../parts/readable.ts';
import { Empty, Failed, Loading, NoResult } from '../../parts/states.tsx';
import { type Column, Rows } from '../../parts/table/rows.tsx';
import { tidy, useOpening, type ViewWords } from '../../parts/views-told.ts';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import type { Word } from '../../words/en.ts';
import type { GroupWords } from '../../words/group.tsx';
import { type LeadWord, useLeadWords } from '../../words/leads.ts';
import { EditField, typedAs } from './edit-field.tsx';
import { LeadFilters, type LeadWords } from './lead-filters.tsx';
import { Trend } from './trend.tsx';
import { useLeads } from './use-leads.ts';

const SequenceNamed = lazy(() =>
  import('../../parts/sequence-named.tsx').then((found) => ({ default: found.SequenceNamed })),
);
const ActOnMany = lazy(() => import('./many/act-on-many.tsx').then((found) => ({ default: found.ActOnMany })));
const RecentActs = lazy(() => import('./many/recent-acts.tsx').then((found) => ({ default: found.RecentActs })));
const ChosenBar = lazy(() => import('./many/chosen-bar.tsx').then((found) => ({ default: found.ChosenBar })));
const AddLead = lazy(() => import('./add-lead.tsx').then((found) => ({ default: found.AddLead })));

/** The screen. */
export function LeadsScreen() {
  const words = useSearch({ from: '/leads' });
  const navigate = useNavigate();
  const { t } = useLeadWords();
  const { may } = useHere();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [dialog, setDialog] = useState<'all' | 'acts' | null>(null);
  const leads = useLeads(words);
  const go = useCallback(
    ({ search: q, ...to }: ViewWords) => {
      setChosen(new Set());
      void navigate({ to: '/leads', search: { ...to, ...(q !== undefined && { q }) } as never, replace: true });
    },
    [navigate],
  );
  const { opens, all } = useOpening({ list: 'lead', words, go });
  const put = ({ q: search, ...to }: LeadWords) => {
    const asked = { ...to, search, view: undefined };
    go(tidy(asked).length > 0 ? asked : all);
  };
  const canEdit = may(ROLE.operator);
  const columns = useMemo(
    () => columnsFor(t, { inCampaign: words.campaign !== undefined, canEdit }),
    [t, words.campaign, canEdit],
  );
  const actions = useMemo(
    (): Action[] => [
      { id: 'add lead', label: t('leads.add'), group: t('nav.leads'), keys: 'c', run: () => setAdding(true) },
    ],
    [t],
  );
  useOffer(may(ROLE.operator) ? actions : NOTHING);
  const open = (row: LeadRow) => void navigate({ to: '/leads/$lead', params: { lead: row.id } });
  return (
    <Page
      filled
      title={t('nav.leads')}
      beside={<Count {...{ leads, opens }} />}
      acts={
        may(ROLE.operator) && (
          <>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setDialog('acts')}>
              {t('acts.open')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDialog('all')}>
              {t('all.open')}
            </Button>
            <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
              {t('leads.add')}
            </Button>
          </>
        )
      }
    >
      <LeadFilters words={words} put={put} />
      {leads.isPending || opens ? (
        <Loading rows={14} />
      ) : leads.error && leads.rows.length === 0 ? (
        <Failed error={leads.error} again={leads.again} />
      ) : leads.rows.length === 0 ? (
        <Nobody words={words} clear={() => put({})} add={() => setAdding(true)} />
      ) : (
        <Rows
          label={t('nav.leads')}
          rows={leads.rows}
          columns={columns}
          idOf={({ id }) => id}
          card={(row) => <LeadCard row={row} />}
          open={open}
          order={{ by: words.sort, set: (sort) => put({ ...words, sort }) }}
          more={leads.more}
          fetchMore={leads.fetchMore}
          {...(may(ROLE.operator) && { choice: { chosen, set: setChosen } })}
        />
      )}
      <Suspense>
        {chosen.size > 0 && <ChosenBar chosen={chosen} clear={() => setChosen(new Set())} />}
        {dialog === 'all' && <ActOnMany of={{ words }} close={() => setDialog(null)} />}
        {dialog === 'acts' && <RecentActs close={() => setDialog(null)} />}
      </Suspense>
      {adding && (
        <Suspense>
          <AddLead opened close={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}

const NOTHING: readonly Action[] = [];

function Count({ leads, opens }: { readonly leads: ReturnType<typeof useLeads>; readonly opens: boolean }) {
  const { t } = useLeadWords();
  if (leads.isPending || opens) return null;
  const n = leads.rows.length;
  return <span className="count">{t(leads.more ? 'leads.countMore' : 'leads.count', { n })}</span>;
}

function Nobody({ words, clear, add }: { readonly words: LeadWords; clear(): void; add(): void }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const filtered = Object.entries(words).some(
    ([name, value]) => name !== 'ws' && name !== 'view' && value !== undefined,
  );
  if (filtered) return <NoResult clear={clear} />;
  return (
    <Empty title={t('leads.none')} says={t('leads.noneSays')}>
      {may(ROLE.operator) && <Button onClick={add}>{t('leads.add')}</Button>}
    </Empty>
  );
}

interface Shown {
  readonly inCampaign: boolean;
  readonly canEdit: boolean;
}

function columnsFor(t: GroupWords<LeadWord>['t'], { inCampaign, canEdit }: Shown): readonly Column<LeadRow>[] {
  const mended = (name: 'title' | 'company' | 'country' | 'owner'): Pick<Column<LeadRow>, 'cell' | 'edit'> => ({
    cell: (row) => row[name] ?? <Dash />,
    ...(canEdit && {
      edit: (row, close) => (
        <EditField lead={row.id} name={name} called={t(`lead.${name}`)} before={typedAs(row[name])} close={close} />
      ),
    }),
  });
  const who: Column<LeadRow>[] = [
    {
      id: 'name',
      sort: 'fullName',
      title: t('lead.name'),
      width: 'minmax(150px, 1.6fr)',
      cell: (row) => <Name row={row} />,
    },
    {
      id: 'company',
      sort: 'company',
      title: t('lead.company'),
      width: 'minmax(104px, 1fr)',
      ...mended('company'),
    },
  ];
  if (!inCampaign) {
    return [
      ...who,
      {
        id: 'title',
        sort: 'title',
        title: t('lead.title'),
        width: 'minmax(120px, 1.2fr)',
        ...mended('title'),
      },
      {
        id: 'country',
        sort: 'country',
        title: t('lead.country'),
        width: '76px',
        ...mended('country'),
      },
      { id: 'basis', title: t('lead.basis'), width: '150px', cell: (row) => <Permission row={row} /> },
      { id: 'source', sort: 'source', title: t('lead.source'), width: '90px', cell: ({ source }) => source },
      { id: 'owner', sort: 'owner', title: t('lead.owner'), width: '130px', ...mended('owner') },
    ];
  }
  return [
    ...who,
    {
      id: 'score',
      sort: 'score',
      title: t('lead.score'),
      width: '148px',
      cell: ({ standing }) => <ScoreCell of={standing} />,
    },
    {
      id: 'stage',
      sort: 'stage',
      title: t('lead.stage'),
      width: '88px',
      cell: ({ standing }) => standing && t(`is.${standing.stage}` as Word),
    },
    {
      id: 'last',
      title: t('lead.last'),
      width: '110px',
      cell: ({ standing, zone }) => <When at={standing?.lastAt} zone={zone} />,
    },
    { id: 'next', title: t('lead.next'), width: 'minmax(150px, 1.6fr)', cell: (row) => <Next row={row} /> },
    { id: 'basis', title: t('lead.basis'), width: '116px', cell: (row) => <Permission row={row} /> },
  ];
}

const Dash = () => <span className="dim">–</span>;

function Name({ row }: { readonly row: LeadRow }) {
  return (
    <span className="two">
      <Link to="/leads/$lead" params={{ lead: row.id }} className="row-link">
        {row.name ?? row.email ?? row.phone ?? row.id}
      </Link>
      <span className="dim">{row.email ?? row.phone}</span>
    </span>
  );
}

function Permission({ row }: { readonly row: LeadRow }) {
  const { t } = useLeadWords();
  if (row.refused.length === 0) return <span className="dim">{t(`basis.${row.basis ?? 'unknown'}` as Word)}</span>;
  return (
    <Badge color="red" leftSection={<IconShieldX size={12} />}>
      {row.refused.includes('all')
        ? t('lead.suppressedMark')
        : t('lead.refused', { what: row.refused.map((channel) => t(`channel.${channel}` as Word)).join(', ') })}
    </Badge>
  );
}

function ScoreCell({ of }: { readonly of: LeadRow['standing'] }) {
  const { t, percent } = useLeadWords();
  if (!of) return <Dash />;
  return (
    <Hint label={t('score.coverage', { share: percent(of.coverage) })}>
      <span className="score">
        <Tier tier={of.tier} />
        <span className="num">{of.score.toFixed(2)}</span>
        <Trend score={of.score} before={of.scoreBefore} />
      </span>
    </Hint>
  );
}

function Next({ row: { standing, zone } }: { readonly row: LeadRow }) {
  const { t } = useLeadWords();
  if (!standing) return <Dash />;
  return (
    <Hint label={`${standing.why.says} ${standing.why.remedy}`.trim()}>
      <span className="next">
        {standing.nextAt ? (
          <When at={standing.nextAt} zone={zone} />
        ) : (
          <span className="dim">{t('lead.nothingDue')}</span>
        )}
        <span className="dim clip">
          {standing.why.code === 'qualified' && standing.sequence !== null ? (
            <Suspense fallback={readable(standing.sequence)}>
              <SequenceNamed name={standing.sequence} />
            </Suspense>
          ) : (
            standing.why.says
          )}
        </span>
      </span>
    </Hint>
  );
}

function LeadCard({ row }: { readonly row: LeadRow }) {
  return (
    <>
      <div className="card-line">
        <Name row={row} />
        {row.standing ? <ScoreCell of={row.standing} /> : <Permission row={row} />}
      </div>
      <div className="card-line dim">
        <span className="clip">{[row.title, row.company, row.country].filter(Boolean).join(' · ')}</span>
        {row.standing?.nextAt && <When at={row.standing.nextAt} zone={row.zone} />}
      </div>
    </>
  );
}
