/**
 * A process in which time, chance and the environment throw. Loads every module of src/domain, then runs the rows of
 * every directive about a rule of the domain; prints what went wrong as JSON. Started by pure.test.ts.
 * Argument `--plant` reads the clock once, to show that the stubs throw.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Directive, describeMismatch, runRow } from '../../src/testing/directive.ts';
import { adapterPath, directivePaths, loadRun, readDirective } from '../directives/load.ts';
import { ROOT, readText, shippedPaths } from './tree.ts';

/** What the process found: how much it ran, and each fault with where it came up. */
export interface PurityReport {
  readonly modules: number;
  readonly rows: number;
  /** Directives about the domain whose adapter goes through another room, so that their rows are not run here. */
  readonly outside: readonly string[];
  readonly faults: readonly string[];
}

const faults: string[] = [];
const modules = shippedPaths().filter((path) => path.startsWith('src/domain/'));
const ofDomain = readable().filter(({ rules }) => rules.every(({ module }) => module.startsWith('src/domain/')));
const directives = ofDomain.filter(({ path }) => !leavesDomain(path));
const outside = ofDomain.map(({ path }) => path).filter(leavesDomain);
const planted = process.argv.includes('--plant');

/** Directives that can be read; the others fail by name in directives.test.ts. */
function readable(): readonly Directive[] {
  return directivePaths().flatMap((path) => {
    try {
      return [readDirective(path)];
    } catch (error) {
      faults.push((error as Error).message);
      return [];
    }
  });
}

function leavesDomain(path: string): boolean {
  return /from '\.\.\/src\/(?!domain\/)/.test(readText(adapterPath(path)).text);
}

function refuse(what: string): () => never {
  return () => {
    throw new Error(`${what} was read`);
  };
}

/** `new Date(5)` is a fact and stays; `new Date()`, `Date()` and `Date.now()` are the clock. */
function stillDate(): DateConstructor {
  return new Proxy(Date, {
    apply: refuse('the clock (Date())'),
    construct: (target, given: [number]) =>
      given.length > 0 ? new target(...given) : refuse('the clock (new Date())')(),
    get: (target, key) => (key === 'now' ? refuse('the clock (Date.now)') : Reflect.get(target, key)),
  });
}

function forbidden(what: string): object {
  return new Proxy({}, { get: refuse(what) });
}

function replaceGlobals(): void {
  Math.random = refuse('chance (Math.random)');
  const stubs = {
    Date: stillDate(),
    performance: forbidden('the clock (performance)'),
    crypto: forbidden('chance (crypto)'),
    process: forbidden('the environment (process)'),
    fetch: refuse('the network (fetch)'),
    setTimeout: refuse('the clock (setTimeout)'),
    setInterval: refuse('the clock (setInterval)'),
  };
  for (const [name, value] of Object.entries(stubs)) Object.defineProperty(globalThis, name, { value });
  Object.defineProperty(Temporal, 'Now', { value: forbidden('the clock (Temporal.Now)') });
}

async function attempt(where: string, work: () => Promise<readonly string[]>): Promise<void> {
  try {
    faults.push(...(await work()).map((fault) => `${where}: ${fault}`));
  } catch (error) {
    faults.push(`${where}: ${(error as Error).message}`);
  }
}

replaceGlobals();
if (planted) for (const read of plantedReads()) await attempt('planted', async () => [String(read())]);
for (const path of modules) {
  await attempt(path, async () => {
    await import(pathToFileURL(join(ROOT, path)).href);
    return [];
  });
}
for (const { path, rows } of directives) {
  await attempt(path, async () => {
    const run = await loadRun(path);
    for (const row of rows) {
      await attempt(`${path}:${row.line}`, async () => (await runRow(row, run)).map(describeMismatch));
    }
    return [];
  });
}
const rows = directives.reduce((sum, directive) => sum + directive.rows.length, 0);
writeSync(1, JSON.stringify({ modules: modules.length, rows, outside, faults } satisfies PurityReport));

/** One read of each forbidden thing; a read that comes back is itself reported as a fault of another text. */
function plantedReads(): readonly (() => unknown)[] {
  return [
    () => Date.now(),
    () => new Date(),
    () => Date(),
    () => Math.random(),
    () => performance.now(),
    () => crypto.randomUUID(),
    () => Temporal.Now.instant(),
    () => process.env.HOME,
  ];
}
