/**
 * `npm run bench`: how fast Rekindle is, as ratios to bare loops that do the same work with nothing around it, measured in turns
 * in one run. `--only import,assess` picks stages, `--json` prints one document, `--long` measures with a million rows.
 * Exit 0 = every target is met, 1 = some is not.
 */
import { parseArgs } from 'node:util';
import { type Finding, printFindings } from './findings.ts';
import { PostgresBench } from './postgres.ts';
import { Workbench } from './rounds.ts';
import { STAGES } from './stages.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean' }, long: { type: 'boolean' } },
});
const names = values.only?.split(',') ?? Object.keys(STAGES);
const bench = new Workbench();
const findings: Finding[] = [];
const servers: Promise<PostgresBench | null>[] = [];
const postgres = () => {
  if (servers.length === 0) servers.push(PostgresBench.open());
  return servers[0] as Promise<PostgresBench | null>;
};
try {
  for (const name of names) {
    const stage = STAGES[name];
    if (!stage) throw new Error(`there is no stage “${name}”; there are ${Object.keys(STAGES).join(', ')}`);
    if (!values.json) process.stderr.write(`measuring ${name} …\n`);
    findings.push(...(await stage({ bench, long: values.long ?? false, postgres })));
  }
} finally {
  bench.close();
  for (const server of servers) await (await server)?.close();
  if (values.json) console.log(JSON.stringify({ findings }, null, 2));
  else printFindings(findings);
}
process.exitCode = findings.every(({ met }) => met !== false) ? 0 : 1;
