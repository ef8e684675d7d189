/**
 * The working loop: advance what is due, deliver what is queued. The same verbs on real time (`work`) and on virtual time
 * (`simulate`). Owns the order and the sleep between.
 */
import { LIMITS } from '../domain/limits.ts';
import { advanceAccounts } from './accounts/advance.ts';
import { advanceBatch, advanceSideBySide } from './advance/advance.ts';
import { MeetingDesk } from './booking/desk.ts';
import { deliverBatch, deliverOn } from './deliver/deliver.ts';
import { type DeliverReport, noCount } from './deliver/delivery.ts';
import { askForEnds } from './deliver/ends/keep.ts';
import { underWay } from './deliver/under-way.ts';
import type { Engine } from './engine.ts';
import { waitOut, waitOutUntil } from './instance/patience.ts';

/** What one round did. `busy` = something was done, so another round may find more. */
export interface Round {
  readonly busy: boolean;
  readonly advanced: number;
  readonly delivered: DeliverReport;
}

/** How much is taken up at once; absent = as much as `LIMITS` says. */
interface Bound {
  /** Steps of one transaction. */
  readonly batch?: number;
  /** Messages claimed together. */
  readonly messages?: number;
  /**
   * As many batches of steps at once as the store takes, messages leave while the loop goes on, and another strand asks how they ended.
   * Absent = one after the other: on a virtual clock each run is like the last.
   */
  readonly sideBySide?: true;
}

/** Longest sleep of an idle worker, ms: what another process commits is seen after this at the latest. */
const IDLE_MS = 500;
const TURNS = new WeakMap<Engine, Promise<unknown>>();
/**
 * Engines that work on real time, and by what they are stopped: whoever else takes a turn there waits for no slow server either, and
 * what leaves by it is not cut off where that one is stopped.
 */
const WORKING = new WeakMap<Engine, AbortSignal>();

/**
 * One batch of steps and one of messages. Of one engine one round after the other: two at once would have more `sending` than
 * there are connections, and a kill would leave more than that in doubt.
 */
function round(engine: Engine, signal?: AbortSignal, bound: Bound = {}): Promise<Round> {
  const turn = (TURNS.get(engine) ?? Promise.resolve()).then(() => roundNow(engine, signal, bound));
  TURNS.set(
    engine,
    turn.catch(() => undefined),
  );
  return turn;
}

async function roundNow(
  engine: Engine,
  signal: AbortSignal | undefined,
  { batch, messages, sideBySide }: Bound,
): Promise<Round> {
  const { taken } = await (sideBySide ? advanceSideBySide(engine) : advanceBatch(engine, batch));
  const accounts = await advanceAccounts(engine);
  const ends = sideBySide ? 0 : await askForEnds(engine);
  const { claimed, ...delivered } = await deliver(engine, messages ?? LIMITS.deliverBatchMessages, {
    signal,
    sideBySide,
  });
  engine.parts.meter?.stepped(taken + accounts);
  engine.parts.meter?.delivered(delivered);
  const moved = Object.values(delivered).reduce((sum, one) => sum + one, 0);
  return {
    busy: taken + accounts > 0 || claimed + moved + ends > 0,
    advanced: taken + accounts,
    delivered,
  };
}

async function deliver(
  engine: Engine,
  limit: number,
  { signal, sideBySide }: { readonly signal: AbortSignal | undefined; readonly sideBySide: true | undefined },
) {
  const working = WORKING.get(engine);
  return sideBySide || working
    ? deliverOn(engine, limit, working ?? signal)
    : { claimed: 0, ...(await deliverBatch(engine, limit, signal)) };
}

/**
 * Rounds until nothing is due at the clock's present time, or `most` steps are taken. Gives what they did together; beside the loop,
 * what is on its way at the end is counted by that.
 */
export async function untilIdle(
  engine: Engine,
  signal?: AbortSignal,
  bound: Bound & { readonly most?: number } = {},
): Promise<Omit<Round, 'busy'>> {
  const total = noCount();
  let advanced = 0;
  const once = () => round(engine, signal, bound);
  const next = () => waitOut(engine, { mostMs: LIMITS.storeAwayMs, signal }, once);
  const meetings = new MeetingDesk(engine);
  try {
    for (let last = await next(); ; last = await next()) {
      advanced += last.advanced;
      for (const key of Object.keys(total) as (keyof DeliverReport)[]) total[key] += last.delivered[key];
      const isStopped = signal?.aborted || advanced >= (bound.most ?? Number.POSITIVE_INFINITY);
      if (isStopped || (!last.busy && (await meetings.work()) === 0)) return { advanced, delivered: total };
    }
  } finally {
    await meetings.close();
  }
}

/**
 * Works for all workspaces until told to stop: the first strand of `serve` and `worker`. A stop is seen between two batches; what is in flight is
 * finished, so that nothing is left unconfirmed.
 */
export async function work(engine: Engine, signal: AbortSignal): Promise<void> {
  WORKING.set(engine, signal);
  try {
    while (!signal.aborted) await waitOutUntil(engine, signal, () => workOnce(engine, signal));
  } finally {
    WORKING.delete(engine);
    await waitOutUntil(engine, signal, () => endOf(engine, signal));
  }
}

/** Whatever is on its way lands; after a stop the deliveries give back the rest themselves. */
async function endOf(engine: Engine, signal: AbortSignal): Promise<void> {
  const under = underWay(engine);
  if (!signal.aborted) await under.recall('all');
  await under.landed();
}

/** A round; where nothing was done, also the sleep until something may be. */
async function workOnce(engine: Engine, signal: AbortSignal): Promise<void> {
  const { busy } = await round(engine, signal, { sideBySide: true });
  if (busy) return;
  const wait = Math.max(1, ((await nextAt(engine)) ?? Number.POSITIVE_INFINITY) - engine.clock.now());
  await engine.store.work.waitForNews(Math.min(IDLE_MS, wait), signal);
}

/**
 * When there is something to do next, after now; null = nothing waits for a time. What was due and did not leave waits for
 * something else: for a connection to be tried again, or for a stop to be lifted, of which no time is known.
 */
export async function nextAt({ store, clock }: Engine): Promise<number | null> {
  const first = await store.work.nextAt();
  const now = clock.now();
  if (first === null || first > now) return first;
  const rests = (await store.instance.rests()).map(({ until }) => until);
  const times = [await store.work.nextAt(now), ...rests].filter((time) => time !== null && time > now);
  return times.length === 0 ? null : Math.min(...(times as number[]));
}
