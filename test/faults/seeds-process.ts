/**
 * A process of its own that lives through seeds and prints a line of JSON for each. Started by the test of seeds: what the test runner
 * makes of the modules takes three times as long.
 * Arguments: the first and the last seed.
 */
import { runSeed } from './run.ts';
import { makeStage } from './stage.ts';

const [from = 1, to = from] = process.argv.slice(2).map(Number);
const stage = await makeStage();
for (let seed = from; seed <= to; seed++) process.stdout.write(`${JSON.stringify(await runSeed(seed, stage))}\n`);
// Whoever has vanished waits for answers that never come, and their time limits are real ones.
process.stdout.write('', () => process.exit(0));
