/**
 * `npm run quarter` lives through ninety days of all four jobs on one instance: 20,000 leads, 2,000 accounts. It prints what left, what came
 * back, the time, and what does not hold. `-- --postgres` lives them once more on PostgreSQL (the one of the tests, or that of
 * REKINDLE_TEST_PG) and compares every table. Exit 1 where something is broken or differs, 2 on wrong usage.
 */
import { parseArgs } from 'node:util';
import { openStore } from '../src/store/store.ts';
import { guardedFolder } from '../test/postgres/guard.ts';
import { freshDatabase } from '../test/postgres/server.ts';
import { liveQuarter, type Quarter } from '../test/quarter/quarter.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '20000' },
    days: { type: 'string', default: '90' },
    seed: { type: 'string', default: '7' },
    postgres: { type: 'boolean', default: false },
  },
});
const [leads, days, seed] = [values.leads, values.days, values.seed].map(Number) as [number, number, number];
if (!(leads >= 10 && days >= 1 && seed >= 0)) {
  process.stderr.write('usage: npm run quarter -- [--leads 20000] [--days 90] [--seed 7] [--postgres]\n');
  process.exit(2);
}
const wish = { leads, seed, stepMinutes: 60, upkeep: '0 * * * *' };

const onFile = await told('SQLite', () => liveQuarter(wish, days));
const onServer = values.postgres ? await told('PostgreSQL', livePostgres) : null;
const differing = onServer
  ? Object.keys(onFile.tables).filter((name) => onFile.tables[name] !== onServer.tables[name])
  : [];
if (onServer)
  say(differing.length === 0 ? 'Every table is the same on both.' : `Tables that differ: ${differing.join(', ')}`);
process.exit(onFile.broken.length + (onServer?.broken.length ?? 0) + differing.length > 0 ? 1 : 0);

async function livePostgres(): Promise<Quarter> {
  const { folder, remove } = guardedFolder();
  try {
    return await liveQuarter({ ...wish, store: await openStore({ database: await freshDatabase(folder) }) }, days);
  } finally {
    await remove();
  }
}

async function told(where: string, run: () => Promise<Quarter>): Promise<Quarter> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const quarter = await run();
  const { user, system } = process.cpuUsage(before);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const { lived, told: explained, sent, ms, digest, broken } = quarter;
  say(`${where}: ${leads} leads, ${days} days in ${seconds} s (${((user + system) / 1e6).toFixed(1)} s of the cores)`);
  say(
    `  by part: ${listed(Object.fromEntries(Object.entries(ms).map(([part, n]) => [part, `${(n / 1_000).toFixed(1)} s`])))}`,
  );
  for (const line of sent) say(`  ${line}`);
  say(`  came back: ${listed(lived.told)}`);
  say(`  tasks done: ${lived.tasksDone}; runs of routines: ${listed(lived.routines)}`);
  say(`  ${explained.messages} messages explained, ${explained.leadsWithout} leads without one told why`);
  say(`  memory: ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB; digest ${digest}`);
  for (const { rule, found } of broken.slice(0, 50)) say(`  BROKEN ${rule}: ${found}`);
  say(broken.length === 0 ? '  nothing is broken' : `  ${broken.length} broken`);
  return quarter;
}

function listed(counts: Readonly<Record<string, string | number>>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
