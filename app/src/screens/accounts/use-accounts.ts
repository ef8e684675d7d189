/** Accounts by the words of the address, page after page, each judged. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { Call, RekindleClient } from '../../api/client.ts';
import { useHere } from '../../session/session.tsx';
import { useWords } from '../../words/words.tsx';

const PAGE = 50;

/** What the address of the list may say. */
export interface AccountWords {
  readonly campaign?: string | undefined;
  readonly status?: string | undefined;
  readonly against?: string | undefined;
  /** A filter as lists take it, */
  readonly where?: string | undefined;
  /** and an order. */
  readonly sort?: string | undefined;
}

type Listed = Awaited<ReturnType<RekindleClient['accounts']['list']>>['accounts'][number];
/** An account in the list: all of its fields are asked for. */
export type AccountRow = { readonly [Name in keyof Listed]-?: Exclude<Listed[Name], undefined> };

/** What is asked of the list itself. */
function askedBy({ campaign, status, where, sort = '' }: AccountWords) {
  const parts = [
    ...(where === undefined ? [] : [where]),
    ...(status === undefined ? [] : [`status == ${JSON.stringify(status)}`]),
  ];
  const filter = parts.length > 1 ? parts.map((part) => `(${part})`).join(' && ') : (parts[0] ?? '');
  return { ...(campaign === undefined ? {} : { campaign }), where: filter, sort };
}

/** How many fit; what is found by health is not counted. */
export function countedBy(words: AccountWords): Call<number | undefined> {
  return async (client, how) => (await client.accounts.list({ ...askedBy(words), limit: 1, count: true }, how)).total;
}

/** Those that fit so far; more are fetched until a screen is full. */
export function useAccounts({ campaign, status, against, where, sort }: AccountWords) {
  const { client, workspace } = useHere();
  const { language } = useWords();
  const asked = askedBy({ campaign, status, where, sort });
  const found = useInfiniteQuery({
    queryKey: [workspace, 'accounts', asked, language],
    queryFn: ({ pageParam: after, signal }) =>
      client.accounts.list({ ...asked, limit: PAGE, after, health: true }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage, refetch } = found;
  const rows = useMemo(
    () =>
      (data?.pages ?? [])
        .flatMap(({ accounts }) => accounts as readonly AccountRow[])
        .filter(
          ({ judged }) => against === undefined || (judged?.conflicts ?? []).some(({ kind }) => kind === against),
        ),
    [data, against],
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
