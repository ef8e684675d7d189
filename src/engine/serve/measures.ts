/** What an instance says of itself in numbers: work that is late, what nobody knows the fate of, what is stopped. Reads, and decides nothing. */
import { LIMITS } from '../../domain/limits.ts';
import { LATE_AFTER_MS, UNCONFIRMED_AFTER_MS } from '../../domain/routine/alert.ts';
import type { Engine } from '../engine.ts';
import type { PoolCounts } from '../store-port.ts';
import type { Measure } from './api-port.ts';

const SECOND_MS = 1_000;

/** Gauges by name. Labels hold the workspace, and nothing of a person. */
export async function measuresOf(engine: Engine): Promise<Measure[]> {
  const now = engine.clock.now();
  const workspaces = await engine.store.workspaces.list(LIMITS.workspacesMeasured);
  const closed = await engine.fence.look();
  const halts = await engine.store.instance.halts();
  const rests = await engine.store.instance.rests();
  const before = { due: now, unconfirmed: now - UNCONFIRMED_AFTER_MS, limit: LIMITS.backlogLooked };
  const oldest: Measure['values'][number][] = [];
  const late: Measure['values'][number][] = [];
  const unconfirmed: Measure['values'][number][] = [];
  for (const { id } of workspaces) {
    const backlog = await engine.store.routines.backlog(id, before);
    const seconds = backlog.oldestDueAt === null ? 0 : (now - backlog.oldestDueAt) / SECOND_MS;
    oldest.push({ labels: { workspace: id }, value: seconds });
    late.push({ labels: { workspace: id }, value: seconds * SECOND_MS >= LATE_AFTER_MS ? seconds : 0 });
    unconfirmed.push({ labels: { workspace: id }, value: backlog.unconfirmed });
  }
  const pool = engine.store.instance.pool();
  return [
    ...(engine.parts.meter?.measures() ?? []),
    ...(pool === null ? [] : [poolMeasure(pool)]),
    { name: 'rekindle_sends', says: '1 = this database may send', values: [{ labels: {}, value: closed ? 0 : 1 }] },
    { name: 'rekindle_halts', says: 'Stops set by people', values: [{ labels: {}, value: halts.length }] },
    {
      name: 'rekindle_connections_resting',
      says: 'Connections with faults',
      values: [{ labels: {}, value: rests.length }],
    },
    {
      name: 'rekindle_oldest_due_seconds',
      says: 'Age of the oldest work that is due; 0 = none is',
      values: oldest,
    },
    { name: 'rekindle_late_work_seconds', says: 'Age of the oldest work that is late; 0 = none is', values: late },
    {
      name: 'rekindle_unconfirmed_messages',
      says: 'Messages whose fate nobody knows for too long',
      values: unconfirmed,
    },
  ];
}

function poolMeasure({ open, idle, waiting }: PoolCounts): Measure {
  return {
    name: 'rekindle_database_connections',
    says: 'Of the thread that answers: connections to the database, and requests that wait for one',
    values: Object.entries({ open, idle, waiting }).map(([state, value]) => ({ labels: { state }, value })),
  };
}
