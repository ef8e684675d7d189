/**
 * Keeping connections beside the loop: one that fails is asked again now and then, so that what was mended at the provider heals here by
 * itself. Owns when; what an answer means is `domain/connection/health`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../domain/connection/connection.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { waitOutUntil } from '../instance/patience.ts';
import { testConnection } from './ask.ts';

/** How often it is looked for some that fail, ms. */
const LOOK_MS = 60_000;
/** A failing one is asked this long after it was last, ms: a server that sees a wrong login more often locks the account. */
const ASK_MS = 15 * 60_000;

/** Keeps the connections until told to stop. */
export async function keepConnections(engine: Engine, signal: AbortSignal): Promise<void> {
  if (!engine.parts.connector) return;
  while (!signal.aborted) {
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await waitOutUntil(engine, signal, () => askFailing(engine, signal));
  }
}

/** Asks the providers of those that fail and were not asked lately, one after the other. A database that may not send asks nobody. */
export async function askFailing(engine: Engine, signal?: AbortSignal): Promise<void> {
  if ((await engine.fence.closed()) !== null) return;
  const now = engine.clock.now();
  const all = await engine.store.connections.list(null, LIMITS.connectionsOnRecord);
  for (const connection of all.filter((one) => isDue(one, now))) {
    if (signal?.aborted) return;
    const { contact, says, health } = await testConnection(engine, connection);
    const { workspaceId, name } = connection;
    const told = { workspace: workspaceId, connection: name, says };
    if (contact === 'works') engine.log.info('a connection works again', told);
    else engine.log.error('a connection still fails', { ...told, code: health.failure?.code });
  }
}

function isDue({ health: { state, checkedAt, failure } }: Connection, now: number): boolean {
  return state === 'failing' && Math.max(checkedAt ?? 0, failure?.at ?? 0) + ASK_MS <= now;
}
