/**
 * `npm run simulate:faults -- --seeds 1..100000` lives through that many runs and lists the seeds in which something did not
 * hold; `-- --seed 7 --trace` tells one of them line by line. Exit 1 where something did not hold, 2 on wrong usage.
 */
import { parseArgs } from 'node:util';
import { runSeed } from '../test/faults/run.ts';
import { makeStage } from '../test/faults/stage.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seeds: { type: 'string' }, trace: { type: 'boolean', default: false } },
});
const range = /^(\d+)(?:\.\.(\d+))?$/.exec(values.seed ?? values.seeds ?? '1..1000');
if (!range) {
  process.stderr.write('usage: npm run simulate:faults -- --seeds 1..100000 | --seed 7 [--trace]\n');
  process.exit(2);
}
const from = Number(range[1]);
const to = Number(range[2] ?? from);
const told = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : null;

const stage = await makeStage();
const totals = { breaches: 0, turns: 0, sent: 0, unconfirmed: 0 };
const faults: Record<string, number> = {};
const startedAt = performance.now();
for (let seed = from; seed <= to; seed++) {
  const outcome = await runSeed(seed, stage, told);
  totals.turns += outcome.turns;
  totals.sent += outcome.sent;
  totals.unconfirmed += outcome.unconfirmed;
  for (const [fault, n] of Object.entries(outcome.faults)) faults[fault] = (faults[fault] ?? 0) + n;
  if (outcome.breach === null) continue;
  totals.breaches += 1;
  process.stdout.write(`seed ${seed}: ${outcome.breach}\n`);
  if (seed > 1_000) process.stdout.write(`  to keep it: a line in test/faults/saved-seeds.ts\n`);
}
const seconds = (performance.now() - startedAt) / 1_000;
const runs = to - from + 1;
const rate = Math.round(runs / seconds);
process.stdout.write(
  `${runs} seeds in ${seconds.toFixed(1)} s, ${rate} a second: ${JSON.stringify({ ...totals, ...faults })}\n`,
);
process.exit(totals.breaches > 0 ? 1 : 0);
