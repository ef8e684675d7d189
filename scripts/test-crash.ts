/** `npm run test:crash`: the killing of `test/crash` in its long form, 308 kills with other seeds in each round. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Each round kills 28 times. */
const ROUNDS = 11;

const env = { CRASH_ROUNDS: String(ROUNDS), ...process.env };
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', 'test/crash'], { cwd: ROOT, stdio: 'inherit', env });
process.exitCode = run.status ?? 1;
