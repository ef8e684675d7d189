/** Leads by the words of the address, page after page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { LeadRow } from '../../api/shapes.ts';
import { useHere } from '../../session/session.tsx';
import { useWords } from '../../words/words.tsx';
import type { LeadWords } from './lead-filters.tsx';

const PAGE = 200;

/** What there is so far, and how more of it is had. */
export function useLeads({ q = '', campaign, stage, tier, where = '', sort = '' }: LeadWords) {
  const { client, workspace } = useHere();
  const { language } = useWords();
  const asked = { search: q, campaign, stage, tier, where, sort };
  const found = useInfiniteQuery({
    queryKey: [workspace, 'leads', asked, language],
    queryFn: ({ pageParam: after, signal }) => client.leads.list({ ...asked, limit: PAGE, after } as never, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage, refetch } = found;
  const rows = useMemo(() => (data?.pages ?? []).flatMap(({ leads }) => leads as unknown as LeadRow[]), [data]);
  const fetchMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return {
    rows,
    fetchMore,
    more: hasNextPage,
    isPending: found.isPending,
    error: found.error,
    again: () => void refetch(),
  };
}
