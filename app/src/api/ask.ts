/**
 * Asking the instance: answers are kept for each workspace, set of words and language, and asked for anew where the screen is live: when
 * something happened (`live.ts`), and now and then, since not all that changes is told of.
 */
import { keepPreviousData, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import type { Call } from './client.ts';
import { liveState } from './live.ts';

/** Milliseconds after which a live screen asks again by itself: while the stream is open, and while it is not. */
const LIVE_MS = { open: 15_000, closed: 5_000 } as const;

/** How often it is asked. */
export interface AskHow {
  readonly live?: boolean;
  readonly enabled?: boolean;
  /** The same question has the same answer for as long as the app is open: it is asked once, and never by itself again. */
  readonly kept?: boolean;
}

/** The answer to a question. `name` and `words` say which it is: the same ones are asked once. */
export function useAsk<Answer>(
  name: string,
  words: object,
  call: Call<Answer>,
  how: AskHow = {},
): UseQueryResult<Answer, Error> {
  return useQuery({ ...useAskOptions(name, words, call), ...timing(how) });
}

function useAskOptions<Answer>(name: string, words: object, call: Call<Answer>) {
  const { client, workspace } = useHere();
  const { language } = useWords();
  return queryOptions({
    queryKey: [workspace, name, words, language],
    queryFn: ({ signal }) => call(client, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The same as options, for whoever adds to them. */
useAsk.options = useAskOptions;

const LIVE = { live: true } as const;
const untilNext = () => (liveState() === 'open' ? LIVE_MS.open : LIVE_MS.closed);

function timing({ live = false, enabled = true, kept = false }: AskHow) {
  const often = live ? { enabled, refetchInterval: untilNext, meta: LIVE } : { enabled };
  if (!kept) return often;
  const never = { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;
  return { ...often, ...never, staleTime: Number.POSITIVE_INFINITY, placeholderData: () => undefined };
}
