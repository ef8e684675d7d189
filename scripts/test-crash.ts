/**
 * `npm run test:crash`: `test/crash` in its long form. 308 kills with other seeds in each round, 15 restarts of the database server,
 * hundreds of connections cut, a thousand opt-outs.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Each round kills 28 times. */
const ROUNDS = 11;

const env = { CRASH_ROUNDS: String(ROUNDS), CRASH_LONG: '1', ...process.env };
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', 'test/crash'], { cwd: ROOT, stdio: 'inherit', env });
process.exitCode = run.status ?? 1;
