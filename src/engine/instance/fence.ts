/**
 * Holds back everything that would leave while this database may not be the one that sends. Owns when the rule
 * (`domain/instance/fence`) is asked, and that the epoch grows while it sends; where the note is kept is the instance's.
 */
import { fenceVerdict, type Mark, type Note } from '../../domain/instance/fence.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Clock, Ids, Notes } from '../ports.ts';
import type { Store } from '../store-port.ts';

/** Asked before anything leaves. */
export interface Fence {
  /** Why nothing may leave; null = it may. Costs nothing for a minute after it was allowed. */
  closed(): Promise<Reason | null>;
  /** The same as a question: nothing is marked or noted by it. */
  look(): Promise<Reason | null>;
  /** A person says that this database is the one: it is marked anew, and what another one has noted is no longer good. */
  claim(by: string): Promise<Note>;
}

/** How long an allowance is good, ms: a backup that is younger than this cannot be told from the original by its epoch. */
const GOOD_FOR_MS = 60_000;

/** A fence around a store. Without `notes` there is nothing to compare, and nothing is held back. */
export function makeFence(store: Store, notes: Notes | null, clock: Clock, ids: Ids): Fence {
  let allowedAt: number | null = null;
  return {
    async closed() {
      if (notes === null || isGood(allowedAt, clock.now())) return null;
      const { instance } = store;
      const mark = (await instance.mark()) ?? (await begun(store, notes, clock, ids));
      const verdict = fenceVerdict(mark, await notes.read(), await notes.place());
      if (verdict !== 'ours') return { code: verdict };
      const grown = await instance.grow(mark.token);
      if (!grown) return { code: 'instance-of-another' };
      await notes.write({ ...grown, place: await notes.place() });
      allowedAt = clock.now();
      return null;
    },
    async look() {
      if (notes === null) return null;
      const verdict = fenceVerdict(await store.instance.mark(), await notes.read(), await notes.place());
      return verdict === 'ours' || verdict === 'new' ? null : { code: verdict };
    },
    async claim(by) {
      const mark = await store.instance.claim(ids.next('ins'), by, clock.now());
      const note = { ...mark, place: (await notes?.place()) ?? '' };
      await notes?.write(note);
      allowedAt = null;
      return note;
    },
  };
}

/** A clock that was set back says nothing of how long ago it was: then it is asked again. */
function isGood(allowedAt: number | null, now: number): boolean {
  return allowedAt !== null && now >= allowedAt && now < allowedAt + GOOD_FOR_MS;
}

/**
 * The first mark of a database, and its note. The note comes first: a worker that is killed between the two leaves a note
 * without a mark, which is begun anew. Of two workers that begin at once, both note the mark that stands.
 */
async function begun({ instance }: Store, notes: Notes, clock: Clock, ids: Ids): Promise<Mark> {
  const token = ids.next('ins');
  const place = await notes.place();
  await notes.write({ token, epoch: 1, place });
  const mark = await instance.begin(token, clock.now());
  if (mark.token !== token) await notes.write({ ...mark, place });
  return mark;
}
