/**
 * A process of its own that runs a directive's rows against one mutant of its rule after the other and prints a line of
 * JSON for each. Started by the mutation test, which ends it when a mutant never comes back; asked by a line of JSON for each directive.
 *
 * A mutant is the address `…/tier.ts?mutant=7`. Modules that reach the rule are loaded again under the same query so
 * that they see the mutant; all others are shared, so that a mutant costs milliseconds. The numbers go on from directive to directive.
 */
import { readFileSync, writeSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Directive, type RunCase, runRow } from '../../src/testing/directive.ts';
import { ROOT } from '../tidy/tree.ts';
import { directiveMutants } from './hunt.ts';
import type { Chase, Line } from './hunter.ts';
import { adapterPath, loadRun, readDirective } from './load.ts';
import type { Mutant } from './mutants.ts';

const QUERY = /\?mutant=(\d+)$/;
const importers = new Map<string, Set<string>>();
const mutants = new Map<number, Mutant>();
/** Without their types; read for mutant after mutant. */
const sources = new Map<string, string>();
let reaching: ReadonlySet<string> = new Set();
let count = 0;

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
    const number = QUERY.exec(url)?.[1];
    if (number === undefined) return next(url, context);
    const plain = url.replace(QUERY, '');
    const mutant = mutants.get(Number(number));
    const isMutant = mutant !== undefined && plain === urlOf(mutant.module);
    return { format: 'module', source: isMutant ? mutant.source : sourceOf(plain), shortCircuit: true };
  },
});

function sourceOf(url: string): string {
  const source = sources.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
  sources.set(url, source);
  return source;
}

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

async function survives(directive: Directive, mutant: Mutant | null): Promise<boolean> {
  const number = count++;
  if (mutant !== null) mutants.set(number, mutant);
  try {
    return await holds(directive, await loadRun(directive.path, `?mutant=${number}`));
  } catch {
    // A mutant that throws is found out; what it threw matters to nobody.
    return false;
  }
}

/** Synchronous, so that a line is out before the next mutant gets the chance to hang. */
function tell(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function chase({ path, first, step }: Chase): Promise<void> {
  const directive = readDirective(path);
  const all = directiveMutants(directive);
  const asItStands = await holds(directive, await loadRun(path));
  reaching = reach(directive.rules.map(({ module }) => urlOf(module)));
  const adapter = urlOf(adapterPath(path));
  const unused = directive.rules.find(({ module }) => !reach([urlOf(module)]).has(adapter))?.module;
  const started = performance.now();
  // A copy without a change: what it takes, a mutant may take; and what is not noticed in a copy is not the copy's doing.
  const sound = asItStands && (await survives(directive, null));
  const tookMs = performance.now() - started;
  tell(unused === undefined ? { sound, tookMs } : { sound, unused, tookMs });
  for (let index = first; sound && index < all.length; index += step)
    tell({ index, survived: await survives(directive, all[index] ?? null) });
  tell({ over: true });
}

for await (const line of createInterface(process.stdin)) await chase(JSON.parse(line) as Chase);
