/**
 * A process of its own that lives through seeds under one mutation after the other, until something does not hold, and prints a
 * line of JSON for each. Started by the test of mutations.
 * Arguments: the first and the last index of the mutations, seeds at most, and every how manieth is tried.
 *
 * A mutation is the query `?mutation=7`: modules that reach a changed file are loaded again under it, all others are shared.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../tidy/tree.ts';
import { type Edit, mutated } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';
import type * as running from './run.ts';
import type * as staging from './stage.ts';

const QUERY = /\?mutation=(\d+)$/;
const [first = 0, last = MUTATIONS.length - 1, most = 1_000, step = 1] = process.argv.slice(2).map(Number);
const RUN = urlOf('test/faults/run.ts');
const STAGE = urlOf('test/faults/stage.ts');
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
    const edits = editsOf(url);
    if (edits.length === 0) return next(url, context);
    return { format: 'module-typescript', source: edits.reduce(mutated, sourceOf(url)), shortCircuit: true };
  },
});

function urlOf(path: string): string {
  return pathToFileURL(join(ROOT, path)).href;
}

function editsOf(url: string): readonly Edit[] {
  const index = QUERY.exec(url)?.[1];
  if (index === undefined) return [];
  return MUTATIONS[Number(index)]?.edits.filter(({ file }) => urlOf(file) === url.replace(QUERY, '')) ?? [];
}

function sourceOf(url: string): string {
  return readFileSync(new URL(url.replace(QUERY, '')), 'utf8');
}

/** These modules and all that import them, however far away. */
function reach(modules: readonly string[]): ReadonlySet<string> {
  const found = new Set(modules);
  for (const url of found) for (const importer of importers.get(url) ?? []) found.add(importer);
  return found;
}

/** Lives on under a mutation until it is found; null = it is not. */
async function hunt(index: number): Promise<{ readonly seed: number; readonly breach: string } | null> {
  reaching = reach((MUTATIONS[index]?.edits ?? []).map(({ file }) => urlOf(file)));
  const { runSeed } = (await import(`${RUN}?mutation=${index}`)) as typeof running;
  const { makeStage } = (await import(`${STAGE}?mutation=${index}`)) as typeof staging;
  const stage = await makeStage();
  const known = MUTATIONS[index]?.seed ?? 0;
  for (let at = known > 0 ? 0 : 1; at <= most; at++) {
    const seed = at === 0 ? known : at;
    const breach = await breachOf(() => runSeed(seed, stage));
    if (breach !== null) return { seed, breach };
  }
  return null;
}

/** An engine that breaks under a mutation has been found out as well. */
async function breachOf(run: () => ReturnType<typeof running.runSeed>): Promise<string | null> {
  try {
    return (await run()).breach;
  } catch (error) {
    const { message, cause } = error as Error;
    return `${message}: ${String(cause)}`;
  }
}

await import(RUN);
await import(STAGE);
for (let index = first; index <= Math.min(last, MUTATIONS.length - 1); index += step) {
  const startedAt = performance.now();
  const found = await hunt(index);
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stdout.write(`${JSON.stringify({ index, name: MUTATIONS[index]?.name, found, seconds })}\n`);
}
process.exit(0);
