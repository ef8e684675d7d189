/**
 * Delivery: what is due leaves, once. A message is claimed, its words are made, the last gate is asked in the very transaction that
 * writes `sending` (`delivery.ts`), and only then is the channel called. Owns what is claimed, and when.
 */
import { giveOut } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { withBookings } from '../booking/words.ts';
import { withBuyerWords } from '../bot/buyer-words.ts';
import { withClassLinks } from '../classes/links.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { withValuations } from '../valuation/valuations.ts';
import { withAttachments } from './attachments.ts';
import { type DeliverReport, Delivery, LEASE_MS, noCount } from './delivery.ts';
import { withDepartures } from './departures/left-before.ts';
import { ENOUGH } from './fares.ts';
import { underWay } from './under-way.ts';
import { NO_WAY, type WayOut, wayTaken } from './way-out.ts';

/** How long a slow way out keeps a worker from its other work, ms. */
const SLOW_MS = 200;

/** One batch: everything due now, up to `limit`, until it has left. All zeros = nothing was due, or nothing may leave. */
export async function deliverBatch(engine: Engine, limit: number, signal?: AbortSignal): Promise<DeliverReport> {
  const count = noCount();
  await orLeft(engine, () => underWay(engine).landed());
  if (await isClosed(engine)) return count;
  await orLeft(engine, async () => {
    const { messages, leaseEndsAt } = await claim(engine, limit);
    // One way after the other, so that on a virtual clock each run is like the last.
    for (const [way, mine] of messages) {
      const delivery = new Delivery(engine, way, { count, signal });
      delivery.add(mine, leaseEndsAt);
      await delivery.run();
    }
  });
  return count;
}

/** What one call of `deliverOn` did: what became of messages since the last one, and how many it took in. */
export interface DeliveredOn extends DeliverReport {
  readonly claimed: number;
}

/**
 * On real time: claims what is due, up to `limit`, and lets it leave while the worker goes on; a way that is slow keeps only its own
 * messages waiting. Answers are taken in whatever waits, and leave before it. Errors: what a delivery before failed with, once all
 * others have ended.
 */
export async function deliverOn(engine: Engine, limit: number, signal?: AbortSignal): Promise<DeliveredOn> {
  const under = underWay(engine);
  let claimed = 0;
  if (await isClosed(engine)) await under.recall('all');
  else {
    await orLeft(engine, async () => {
      await under.check();
      await under.recall('late');
      const { messages, leaseEndsAt } = await claim(engine, limit, (connection) => under.roomFor(connection));
      for (const [way, mine] of messages) {
        claimed += mine.length;
        under.add(way, mine, leaseEndsAt, signal);
      }
    });
    await under.room(ENOUGH, SLOW_MS, signal);
  }
  return { ...under.report(), claimed };
}

/** Engines of which a batch broke off: what they have leased and do not hold is in nobody's hands, and need not be waited for. */
const LEFT = new WeakSet<Engine>();

async function orLeft(engine: Engine, deliver: () => Promise<void>): Promise<void> {
  try {
    await deliver();
  } catch (error) {
    LEFT.add(engine);
    throw error;
  }
}

/** Messages by the way that they leave by, and when their lease is over by this process's own clock. */
interface Claimed {
  readonly messages: ReadonlyMap<WayOut, readonly ClaimedMessage[]>;
  readonly leaseEndsAt: number;
}

async function claim(engine: Engine, limit: number, roomFor?: (connection: string) => number): Promise<Claimed> {
  await engine.playbooks.refresh();
  await engine.connections.refresh();
  const { store, clock, peers } = engine;
  // Leases are measured by the time that all workers of this database share, whatever their own clocks say.
  const leaseNow = await store.now();
  await store.work.recoverLeases({
    leaseNow,
    limit: LIMITS.leasedMessages,
    isGone: (owner) => (owner === peers.self && LEFT.has(engine)) || peers.isGone(owner),
    holds: (id) => underWay(engine).holds(id),
    isRepeatable: (workspace, message) => wayTaken(engine, workspace, message)?.recovery === 'idempotent',
  });
  LEFT.delete(engine);
  const now = clock.now();
  const turn = engine.nextTurn();
  const claimed = await store.work.claim(now, {
    owner: peers.self,
    until: leaseNow + LEASE_MS,
    limit,
    connectionOf: (workspace, channel, sender) => (engine.wayOut(workspace, channel, sender) ?? NO_WAY).name,
    giveOut: (queue, most) => giveOut(roomFor ? { ...queue, roomFor } : queue, most, turn, now),
  });
  const linked = await withBuyerWords(engine, await withValuations(engine, await withClassLinks(engine, claimed)));
  const whole = await withDepartures(engine, await withAttachments(engine, await withBookings(engine, linked)));
  return { messages: byWay(engine, whole), leaseEndsAt: now + LEASE_MS };
}

/** Whether this database may not be the one that sends; said once, until it changes. */
async function isClosed(engine: Engine): Promise<boolean> {
  const code = (await engine.fence.closed())?.code ?? null;
  if (code !== null && TOLD.get(engine) !== code) {
    engine.log.error(reasonText(code).says, { code, remedy: reasonText(code).remedy });
  }
  TOLD.set(engine, code);
  return code !== null;
}

/** What each engine was last told to be held back by: a worker looks twice a second. */
const TOLD = new WeakMap<Engine, string | null>();

function byWay(engine: Engine, claimed: readonly ClaimedMessage[]): Map<WayOut, ClaimedMessage[]> {
  const groups = new Map<WayOut, ClaimedMessage[]>();
  for (const message of claimed) {
    const { channel: by, sender } = message.message;
    const way = engine.wayOut(message.workspace, by, sender) ?? NO_WAY;
    const group = groups.get(way);
    if (group) group.push(message);
    else groups.set(way, [message]);
  }
  return groups;
}
