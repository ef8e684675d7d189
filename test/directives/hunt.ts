/**
 * Hunts the mutants of a directive that its table does not notice. Runs them in child processes with a time limit, since
 * a changed loop may never end; a mutant that hangs or kills its process counts as noticed.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Directive, DirectiveError, type EquivalentMutant } from '../../src/testing/directive.ts';
import { ROOT, readText } from '../tidy/tree.ts';
import { describeMutant, type Mutant, mutantsOf } from './mutants.ts';

const PROCESS = join(import.meta.dirname, 'mutant-process.ts');
const START_LIMIT_MS = 60_000;
const LEAST_LIMIT_MS = 2_000;
/** A mutant may take this many times as long as loading and running the real rule. */
const PATIENCE = 5;
const MEMORY_MB = 512;

/** What a hunt found. */
export interface Hunt {
  readonly mutants: number;
  /** Mutants that no row notices and that the directive does not explain. */
  readonly survivors: readonly Mutant[];
  /** Explanations in the directive that no longer fit a surviving mutant. */
  readonly stale: readonly EquivalentMutant[];
}

type Line = { readonly sound: boolean; readonly unused?: string; readonly tookMs: number } | Verdict;
interface Verdict {
  readonly index: number;
  readonly survived: boolean;
}

/** All mutants of a directive's rules, in a fixed order: parent and child number them alike. */
export function directiveMutants({ rules }: Directive): readonly Mutant[] {
  const modules = [...new Set(rules.map(({ module }) => module))];
  return modules.flatMap((module) => mutantsOf(module, readText(module).text));
}

/**
 * Runs every `step`th mutant. Errors: one that names the directive where its rows fail without any change, or where its adapter
 * never loads the rule it names.
 */
export async function hunt(directive: Directive, step = 1): Promise<Hunt> {
  const mutants = directiveMutants(directive);
  const survived = new Set<number>();
  let next = 0;
  while (next < mutants.length) {
    const verdicts = await runFrom(directive, next, step);
    for (const { index, survived: lives } of verdicts) if (lives) survived.add(index);
    // The one after the last verdict hung or killed the process: found out.
    next += (verdicts.length + 1) * step;
  }
  const alive = mutants.filter((_, index) => survived.has(index));
  return {
    mutants: mutants.length,
    survivors: alive.filter((mutant) => !directive.equivalents.some((known) => explains(known, mutant))),
    stale: step > 1 ? [] : directive.equivalents.filter((known) => !alive.some((mutant) => explains(known, mutant))),
  };
}

function explains({ fragment, from, to }: EquivalentMutant, mutant: Mutant): boolean {
  return mutant.code.includes(fragment) && mutant.from === from && mutant.to === to;
}

/** The verdicts of one process, from mutant `first` on, until it is done or stuck. */
function runFrom(directive: Directive, first: number, step: number): Promise<readonly Verdict[]> {
  const args = [`--max-old-space-size=${MEMORY_MB}`, '--no-warnings', PROCESS, directive.path, `${first}`, `${step}`];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    const verdicts: Verdict[] = [];
    const complaints: Buffer[] = [];
    let limitMs = START_LIMIT_MS;
    let started = false;
    let timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.stderr.on('data', (data: Buffer) => complaints.push(data));
    createInterface(child.stdout).on('line', (text) => {
      clearTimeout(timer);
      const line = JSON.parse(text) as Line;
      if ('sound' in line) {
        const fault = faultOf(directive, line);
        if (fault !== null) reject(fault);
        started = true;
        limitMs = Math.max(LEAST_LIMIT_MS, PATIENCE * line.tookMs);
      } else verdicts.push(line);
      timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      if (started) resolve(verdicts);
      else reject(new Error(`${directive.path}: its rows could not be run: ${Buffer.concat(complaints).toString()}`));
    });
  });
}

function faultOf({ path }: Directive, { sound, unused }: { sound: boolean; unused?: string }): Error | null {
  if (!sound) return new DirectiveError(path, 1, 'some row fails as it stands: mend that first');
  if (unused !== undefined) return new DirectiveError(path, 2, `its adapter never loads ${unused}`);
  return null;
}

/** What a person reads about a hunt: each survivor with the line that would explain it. */
export function reportHunt({ path }: Directive, { survivors, stale }: Hunt): readonly string[] {
  return [
    ...survivors.map((mutant) => `no row of ${path} notices that ${describeMutant(mutant)}`),
    ...stale.map(({ line, fragment }) => `${path}:${line}: "${fragment}" is noticed by now: delete this line`),
  ];
}
