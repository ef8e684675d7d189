/** Accounts by the words of the address, page after page, each judged. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { RekindleClient } from '../../api/client.ts';
import { useHere } from '../../session/session.tsx';

const PAGE = 50;

/** What the address of the list may say. */
export interface AccountWords {
  readonly campaign?: string | undefined;
  readonly status?: string | undefined;
  readonly against?: string | undefined;
}

/** An account in the list. */
export type AccountRow = Awaited<ReturnType<RekindleClient['accounts']['list']>>['accounts'][number];

/** Those that fit so far; more are fetched until a screen is full. */
export function useAccounts({ campaign, status, against }: AccountWords) {
  const { client, workspace } = useHere();
  const asked = campaign === undefined ? {} : { campaign };
  const found = useInfiniteQuery({
    queryKey: [workspace, 'accounts', asked],
    queryFn: ({ pageParam: after, signal }) =>
      client.accounts.list({ ...asked, limit: PAGE, after, health: true }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage, refetch } = found;
  const rows = useMemo(
    () =>
      (data?.pages ?? [])
        .flatMap(({ accounts }) => accounts)
        .filter((row) => status === undefined || row.status === status)
        .filter(
          ({ judged }) => against === undefined || (judged?.conflicts ?? []).some(({ kind }) => kind === against),
        ),
    [data, status, against],
  );
  const fetchMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  // What is filtered here may leave nothing of a page: it goes on until there is a screen full.
  const wants = hasNextPage && rows.length < PAGE / 2;
  useEffect(() => {
    if (wants) fetchMore();
  }, [wants, fetchMore]);
  const isPending = found.isPending || (wants && rows.length === 0);
  return { rows, fetchMore, more: hasNextPage, isPending, error: found.error, again: () => void refetch() };
}
