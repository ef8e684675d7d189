/**
 * A process that sends by a connection on record until nothing is left to do, on a clock of its own that it tells its parent; it is killed
 * on the way. `node worker-process.ts <folder> <time>`.
 */
import { flushCompileCache } from 'node:module';
import { nextAt } from '../../../src/engine/loop.ts';
import { openConnected } from '../../connections/stage.ts';

const [folder = '', start = ''] = process.argv.slice(2);
/** Nothing that can still leave waits longer; what stays in doubt is asked about for days. */
const MOST_MS = 3 * 3_600_000;
/** Longer than whoever was killed has the right to what it had in hand. */
const LEASE_MS = 6 * 60_000;
/** So often nothing is due: it is over. */
const IDLE = 3;
const stage = await openConnected({ folder, start: Number(start), instance: `worker${process.pid}` });
const until = stage.clock.now() + MOST_MS;
let isCompiled = false;
for (let idle = 0; idle < IDLE; ) {
  process.send?.({ now: stage.clock.now() });
  const { connections } = (await stage.run('connection list')) as { connections: { name: string; state: string }[] };
  for (const { name, state } of connections)
    if (state === 'failing') await stage.run('connection test', { connection: name });
  await stage.run('work');
  // Whoever is killed writes down nothing of what it compiled; so it is written down before, and the next one begins faster.
  if (!isCompiled) flushCompileCache();
  isCompiled = true;
  const next = await nextAt(stage.engine);
  const isIdle = next === null || next > until;
  idle = isIdle ? idle + 1 : 0;
  stage.clock.moveTo(isIdle ? stage.clock.now() + LEASE_MS : next);
}
await stage.close();
process.disconnect?.();
