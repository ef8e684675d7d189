/** The log of acts: who did what, when, with what words, and what was so before and after. Filtered over what is loaded, and says so. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RekindleClient } from '../../api/client.ts';
import { ClearFilters, FilterChip, SearchField } from '../../parts/filters.tsx';
import { Page } from '../../parts/page.tsx';
import { csvOf, saveFile } from '../../parts/save.ts';
import { Failed, Loading, NoResult } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

type Act = Awaited<ReturnType<RekindleClient['audit']['list']>>['acts'][number];
const PAGE = 500;
/** Acts that are drawn at a time: the rest is a filter away. */
const DRAWN = 200;

interface AuditWords {
  readonly q?: string | undefined;
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
}

/** The screen. */
export function AuditScreen() {
  const { t } = useSettingWords();
  const words = useSearch({ from: '/settings/audit' });
  const navigate = useNavigate();
  const found = useAudit(words);
  const put = (to: AuditWords) => void navigate({ to: '/settings/audit', search: to as never, replace: true });
  const { all, fits } = found;
  return (
    <Page
      title={t('settings.audit')}
      says={t('audit.says')}
      beside={
        !found.isPending && (
          <span className="count">
            {t(found.more ? 'audit.countOf' : 'audit.count', { n: fits.length, of: all.length })}
          </span>
        )
      }
      acts={
        fits.length > 0 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.6} />}
            onClick={() => saveFile('audit.csv', 'text/csv', asCsv(fits))}
          >
            {t('audit.export')}
          </Button>
        )
      }
    >
      <Filters words={words} all={all} put={put} />
      {found.isPending ? (
        <Loading />
      ) : found.error ? (
        <Failed error={found.error} again={found.again} />
      ) : fits.length === 0 ? (
        <NoResult clear={() => put({})} />
      ) : (
        <div className="list list-tells">
          {fits.slice(0, DRAWN).map((act) => (
            <ActItem key={act.id} of={act} />
          ))}
        </div>
      )}
      {fits.length > DRAWN && <p className="dim small">{t('audit.drawn', { n: DRAWN })}</p>}
      {found.more && (
        <Button mt="sm" size="xs" variant="default" loading={found.fetching} onClick={found.fetchMore}>
          {t('audit.more', { n: PAGE })}
        </Button>
      )}
    </Page>
  );
}

function useAudit({ q, actor, operation }: AuditWords) {
  const { client, workspace } = useHere();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [workspace, 'audit'],
    queryFn: ({ pageParam: after, signal }) => client.audit.list({ limit: PAGE, after }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const all = useMemo(() => (data?.pages ?? []).flatMap(({ acts }) => acts), [data]);
  const fits = useMemo(
    () =>
      all
        .filter((act) => actor === undefined || act.actor === actor)
        .filter((act) => operation === undefined || act.operation === operation)
        .filter((act) => q === undefined || JSON.stringify(act).toLowerCase().includes(q.toLowerCase())),
    [all, q, actor, operation],
  );
  return {
    ...{ all, fits, error, isPending, more: hasNextPage, fetching: isFetchingNextPage },
    fetchMore: () => void fetchNextPage(),
    again: () => void refetch(),
  };
}

interface FiltersProps {
  readonly words: AuditWords;
  readonly all: readonly Act[];
  put(words: AuditWords): void;
}

function Filters({ words: { q, actor, operation }, all, put }: FiltersProps) {
  const { t } = useSettingWords();
  const set = (more: AuditWords) => put({ q, actor, operation, ...more });
  return (
    <search className="filters">
      <SearchField value={q ?? ''} label={t('audit.search')} set={(text) => set({ q: text || undefined })} />
      <FilterChip
        label={t('audit.who')}
        value={actor}
        options={countsOf(all.map((act) => act.actor))}
        set={(value) => set({ actor: value })}
      />
      <FilterChip
        label={t('audit.what')}
        value={operation}
        options={countsOf(all.map((act) => act.operation))}
        set={(value) => set({ operation: value })}
      />
      {(q ?? actor ?? operation) !== undefined && <ClearFilters clear={() => put({})} />}
    </search>
  );
}

function countsOf(names: readonly string[]) {
  const by = new Map<string, number>();
  for (const name of names) by.set(name, (by.get(name) ?? 0) + 1);
  return [...by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, count]) => ({ value, label: value, count }));
}

function ActItem({ of: { at, actor, operation, input, change, requestId } }: { readonly of: Act }) {
  const { t } = useSettingWords();
  return (
    <details className="tell">
      <summary>
        <b>{operation}</b>
        <span className="clip">{aboutOf(input, change)}</span>
        <span className="dim">{actor}</span>
        <span className="push dim">
          <When at={at} />
        </span>
      </summary>
      <p className="label">{t('audit.input')}</p>
      <pre className="code-block">{JSON.stringify(input, null, 2)}</pre>
      {change && (
        <div className="halves">
          <div>
            <p className="label">{t('audit.before')}</p>
            <pre className="code-block">{JSON.stringify(change.before, null, 2) ?? '–'}</pre>
          </div>
          <div>
            <p className="label">{t('audit.after')}</p>
            <pre className="code-block">{JSON.stringify(change.after, null, 2) ?? '–'}</pre>
          </div>
        </div>
      )}
      <p className="dim small">
        <When at={at} exact /> {requestId && <code className="code-dim">{requestId}</code>}
      </p>
    </details>
  );
}

/** Words of an act that say what it was about, the likeliest first. */
const NAMING = [
  ...['name', 'campaign', 'lead', 'leads', 'account', 'playbook', 'routine', 'connection', 'webhook', 'value'],
  ...['email', 'domain', 'path', 'file', 'reply', 'message', 'id', 'kind', 'mode'],
];

/** What an act was about, in a few words; '' = its name says it all. */
function aboutOf(input: unknown, change: Act['change']): string {
  const said = recordOf(input);
  const named = recordOf(change?.after).name ?? recordOf(change?.before).name;
  const about = [named, ...NAMING.map((word) => said[word])].find((one) => typeof one === 'string' && one !== '');
  const set = Object.entries(recordOf(said.set)).map(([name, value]) => `${name}=${String(value)}`);
  return [...(about === undefined ? [] : [String(about)]), ...set].join(', ');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asCsv(acts: readonly Act[]): string {
  const head = ['at', 'actor', 'operation', 'input', 'before', 'after', 'request'];
  const rows = acts.map(({ at, actor, operation, input, change, requestId }) => [
    ...[at, actor, operation, JSON.stringify(input)],
    ...(change ? [JSON.stringify(change.before), JSON.stringify(change.after)] : ['', '']),
    requestId,
  ]);
  return csvOf(head, rows);
}
