/**
 * A process of its own that runs a directive's rows against one mutant of its rule after the other and prints a line of
 * JSON for each. Started by the mutation test, which ends it when a mutant never comes back.
 * Arguments: path of the directive, index of the first mutant to run, how many lie between two.
 *
 * A mutant is the address `…/tier.ts?mutant=7`. Modules that reach the rule are loaded again under the same query so
 * that they see the mutant; all others are shared, so that a mutant costs milliseconds.
 */
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Directive, type RunCase, runRow } from '../../src/testing/directive.ts';
import { ROOT } from '../tidy/tree.ts';
import { directiveMutants } from './hunt.ts';
import { loadRun, readDirective } from './load.ts';

const QUERY = /\?mutant=(\d+)$/;
const [path = '', first = '0', step = '1'] = process.argv.slice(2);
const directive = readDirective(path);
const mutants = directiveMutants(directive);
const importers = new Map<string, Set<string>>();
let reaching: ReadonlySet<string> = new Set();

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const parent = context.parentURL ?? '';
    if (!importers.has(found.url)) importers.set(found.url, new Set());
    importers.get(found.url)?.add(parent.replace(QUERY, ''));
    const query = QUERY.exec(parent)?.[0];
    return query !== undefined && reaching.has(found.url) ? { ...found, url: found.url + query } : found;
  },
  load(url, context, next) {
    const mutant = mutants[Number(QUERY.exec(url)?.[1] ?? -1)];
    if (mutant === undefined || url.replace(QUERY, '') !== urlOf(mutant.module)) return next(url, context);
    return { format: 'module', source: mutant.source, shortCircuit: true };
  },
});

function urlOf(module: string): string {
  return pathToFileURL(join(ROOT, module)).href;
}

/** The rule's modules and all that import them, however far away. */
function reach(modules: readonly string[]): ReadonlySet<string> {
  const found = new Set(modules);
  for (const url of found) for (const importer of importers.get(url) ?? []) found.add(importer);
  return found;
}

/** Whether every row holds; a row that throws does not. */
async function holds({ rows }: Directive, run: RunCase): Promise<boolean> {
  for (const row of rows) if ((await runRow(row, run)).length > 0) return false;
  return true;
}

async function survives(index: number): Promise<boolean> {
  try {
    return await holds(directive, await loadRun(path, `?mutant=${index}`));
  } catch {
    // A mutant that throws is found out; what it threw matters to nobody.
    return false;
  }
}

/** Synchronous, so that a line is out before the next mutant gets the chance to hang. */
function tell(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const started = performance.now();
const sound = await holds(directive, await loadRun(path));
reaching = reach(directive.rules.map(({ module }) => urlOf(module)));
const unused = directive.rules.find(({ module }) => !importers.has(urlOf(module)))?.module;
tell({ sound, unused, tookMs: performance.now() - started });
for (let index = Number(first); sound && index < mutants.length; index += Number(step)) {
  tell({ index, survived: await survives(index) });
}
process.exit(0);
