/** Asking the provider of a connection how it stands, and what follows: it is judged, and what waited for it goes on. */
import type { Tested } from '../../domain/connection/asked.ts';
import { type Connection, wayName } from '../../domain/connection/connection.ts';
import { afterHearing, type Health } from '../../domain/connection/health.ts';
import type { Engine } from '../engine.ts';
import { healAll } from './heal.ts';

/** What came of a test. */
export interface ConnectionTested extends Tested {
  readonly health: Health;
  /** Messages that go on now. */
  readonly released: number;
}

/** Asks, writes down, heals. Never rejects for what the other side does. */
export async function testConnection(engine: Engine, connection: Connection): Promise<ConnectionTested> {
  const tested = await answerOf(engine, connection);
  const { contact, code, says } = tested;
  const heard = { contact, code, says, asked: true, rests: false };
  const health = afterHearing(connection.health, heard, engine.clock.now()) ?? connection.health;
  const { workspaceId, id, revision } = connection;
  const way = wayName(connection);
  const judged = await engine.store.connections.judge({ workspaceId, id, revision, health, way });
  // Also where it was well before: a worker that saw it fail may have held something since.
  const released = judged && health.state === 'well' ? await healAll(engine, connection) : 0;
  return { ...tested, health, released };
}

async function answerOf(engine: Engine, connection: Connection): Promise<Tested> {
  const { connector } = engine.parts;
  const asked = engine.connections.asked(connection);
  if (!connector || asked === null)
    return { contact: 'fails', code: 'secret-unreadable', says: 'its secret does not open' };
  const problems = await connector.problems(asked);
  if (problems.length > 0) return { contact: 'fails', code: 'settings-unfit', says: problems.join('; ') };
  return connector.test(asked);
}
