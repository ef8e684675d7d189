/**
 * What happens, as it happens: one stream of the workspace for the whole app. What it tells of has the live questions of the screen asked
 * anew, at most twice a second and never two rounds at once, however much happens. Owns the connection; shows nothing.
 * Source: HTML Living Standard §9.2, server-sent events: the browser itself comes again, from the last place that it has seen.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

/** `open`: what happens is told at once. `broken`: the browser tries to come again. `none`: nobody asked, or it was refused. */
export type LiveState = 'none' | 'open' | 'broken';

/** Least time between the beginnings of two rounds of questions, ms. */
const ROUND_MS = 500;
/** After a refusal (too many watch, say) it is tried again, ms; meanwhile the screens ask by themselves. */
const AGAIN_MS = 15_000;

let state: LiveState = 'none';
const listeners = new Set<() => void>();

function put(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether the stream tells what happens. */
export function liveState(): LiveState {
  return state;
}

/** The same, for whoever shows it. */
export function useLiveState(): LiveState {
  return useSyncExternalStore((told) => {
    listeners.add(told);
    return () => listeners.delete(told);
  }, liveState);
}

/** Watches a workspace for as long as the page is seen. A browser has few connections to a server: a hidden page gives its own back. */
export function useStream(workspace: string, may: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!may) return;
    const rounds = new Rounds(queries, workspace);
    const stream = new Stream(`/api/v1/stream?workspace=${encodeURIComponent(workspace)}`, () => rounds.due());
    const look = () => (document.hidden ? stream.rest() : stream.watch());
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      stream.rest();
      rounds.end();
    };
  }, [queries, workspace, may]);
}

/** One connection, opened and given back. */
class Stream {
  readonly #address: string;
  readonly #news: () => void;
  #source: EventSource | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #before = false;

  constructor(address: string, news: () => void) {
    this.#address = address;
    this.#news = news;
  }

  watch(): void {
    if (this.#source !== null) return;
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener('ready', () => {
      put('open');
      // While nobody watched something may have happened.
      if (this.#before) this.#news();
      this.#before = true;
    });
    source.addEventListener('message', this.#news);
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) {
        // Whether only the stream broke, or nobody answers any more, a round of questions tells.
        if (state !== 'broken') this.#news();
        return put('broken');
      }
      this.rest();
      this.#again = setTimeout(() => this.watch(), AGAIN_MS);
    });
  }

  rest(): void {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
    put('none');
  }
}

/** Asks the live questions of the screen anew. */
class Rounds {
  readonly #queries: QueryClient;
  readonly #workspace: string;
  #wanted = false;
  #running = false;
  #ended = false;

  constructor(queries: QueryClient, workspace: string) {
    this.#queries = queries;
    this.#workspace = workspace;
  }

  /** Something happened: a round begins at once, or as soon as it may. */
  due(): void {
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  end(): void {
    this.#ended = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted && !this.#ended) {
      this.#wanted = false;
      const pause = new Promise((resolve) => setTimeout(resolve, ROUND_MS));
      // A question under way is let come to its end: on a slow instance none would ever be answered otherwise.
      await this.#queries.refetchQueries(
        { type: 'active', predicate: ({ meta, queryKey }) => meta?.live === true && queryKey[0] === this.#workspace },
        { cancelRefetch: false },
      );
      await pause;
    }
    this.#running = false;
  }
}
