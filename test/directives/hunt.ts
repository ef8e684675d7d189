/**
 * Hunts the mutants of a directive that its table does not notice. Runs them in child processes with a time limit, since
 * a changed loop may never end; a mutant that hangs or kills its process counts as noticed.
 */
import { type Directive, DirectiveError, type EquivalentMutant } from '../../src/testing/directive.ts';
import { readText } from '../tidy/tree.ts';
import { type Line, type Verdict, withHunter } from './hunter.ts';
import { describeMutant, type Mutant, mutantsOf } from './mutants.ts';

/** What a hunt found. */
export interface Hunt {
  readonly mutants: number;
  /** Mutants that no row notices and that the directive does not explain. */
  readonly survivors: readonly Mutant[];
  /** Explanations in the directive that no longer fit a surviving mutant. */
  readonly stale: readonly EquivalentMutant[];
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
  let isFresh = false;
  for (let next = 0; next < mutants.length; ) {
    const { verdicts, isOver, wasFresh } = await runFrom(directive, { first: next, step }, isFresh);
    for (const { index, survived: lives } of verdicts) if (lives) survived.add(index);
    if (isOver) break;
    // The one after the last verdict hung or killed the process: found out, unless that was of what the process had done before.
    next += (verdicts.length + (wasFresh ? 1 : 0)) * step;
    isFresh = !wasFresh;
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

interface Ran {
  readonly verdicts: readonly Verdict[];
  readonly isOver: boolean;
  /** The process had run nothing before. */
  readonly wasFresh: boolean;
}

/** The verdicts of one process, from mutant `first` on, until it is done or stuck. */
function runFrom(
  directive: Directive,
  part: { readonly first: number; readonly step: number },
  isFresh: boolean,
): Promise<Ran> {
  return withHunter(isFresh, async (hunter) => {
    const wasFresh = hunter.used === 0;
    const verdicts: Verdict[] = [];
    const faults: Error[] = [];
    let isStarted = false;
    const hear = (line: Line) => {
      if ('sound' in line) {
        isStarted = true;
        const fault = faultOf(directive, line);
        if (fault !== null) faults.push(fault);
      } else if ('index' in line) verdicts.push(line);
    };
    const isOver = await hunter.chase({ path: directive.path, ...part }, hear);
    if (faults[0]) throw faults[0];
    if (!isStarted && wasFresh)
      throw new Error(`${directive.path}: its rows could not be run: ${Buffer.concat(hunter.complaints).toString()}`);
    return { verdicts, isOver, wasFresh };
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
