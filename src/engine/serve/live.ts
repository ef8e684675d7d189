/** What happens, as it happens: the feed of a workspace, told from any place on to whoever may see it. */
import { mayDo } from '../../domain/access/role.ts';
import { LIMITS } from '../../domain/limits.ts';
import { isChosen } from '../../domain/webhook/kinds.ts';
import { refusalOf } from '../access/caller.ts';
import type { Engine } from '../engine.ts';
import type { FeedEntry } from '../store-port.ts';
import { type Payload, payloadOf } from '../webhooks/payload.ts';
import type { Caller, WatchWish } from './api-port.ts';

/** One thing that happened, with the place to go on from. */
export interface Happened {
  readonly position: number;
  readonly payload: Payload;
}

/** Who watches. */
export interface Watcher {
  /** The place that it begins at. */
  readonly from: number;
  /** What happened behind a place, up to a page; `position`: where to go on. */
  next(after: number): Promise<{ readonly position: number; readonly happened: readonly Happened[] }>;
}

/** Where watching is asked for. */
export interface LiveDesk {
  /** The last place that was given. */
  lastPlace(): Promise<number>;
  watch(wish: WatchWish, workspaceId: string): Promise<Watcher>;
}

/** Lets callers watch. */
export function liveDesk({ store }: Pick<Engine, 'store'>): LiveDesk {
  return {
    lastPlace: () => store.feed.head(),
    async watch({ caller, after, kinds }, workspaceId) {
      refuseUnlessMayWatch(caller, workspaceId);
      const now = await store.feed.head();
      return {
        // A place that was never given is of another database.
        from: after === null || after > now ? now : after,
        async next(position) {
          const last = await store.feed.head();
          const entries = await store.feed.after(workspaceId, position, LIMITS.feedPage);
          // What got its place since the look at the last one is among the entries, and is told once.
          const read = entries.at(-1)?.position ?? last;
          const to = entries.length < LIMITS.feedPage ? Math.max(last, read) : read;
          const wanted = entries.filter(({ kind }) => kinds.length === 0 || isChosen(kinds, kind));
          return { position: to, happened: await happenedOf(store, wanted) };
        },
      };
    },
  };
}

async function happenedOf(store: Engine['store'], entries: readonly FeedEntry[]): Promise<Happened[]> {
  const subjects = await store.feed.subjects(entries);
  return entries.flatMap((entry, i) => {
    const payload = payloadOf(entry, subjects[i] ?? null);
    return payload === null ? [] : [{ position: entry.position, payload }];
  });
}

/** Replies stand in it, so that it is for whoever may read them. */
function refuseUnlessMayWatch({ accesses }: Caller, workspaceId: string): void {
  const wish = { command: 'reply list', role: 'viewer', scope: 'workspace', workspaceId } as const;
  const refusals = accesses.map((access) => mayDo(access, wish));
  if (!refusals.includes(null)) throw refusalOf(refusals[0] ?? 'workspace-not-yours');
}
