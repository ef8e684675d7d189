/** Walks the steps of a sequence: which ones can be reached, and where it could go round without time passing. Pure. */
import type { Step } from '../playbook.ts';

/** Indexes of the steps that may come after one. A target that is no step is left out; the check names it. */
export function followers(steps: readonly Step[], index: number): readonly number[] {
  const step = steps[index]!;
  const indexOf = (id: string): number => steps.findIndex((other) => other.id === id);
  if (step.kind === 'branch') return [indexOf(step.then), indexOf(step.otherwise)].filter((i) => i >= 0);
  const next = index + 1 < steps.length ? [index + 1] : [];
  if ((step.kind === 'sms' || step.kind === 'voice') && step.otherwise !== null)
    return [...next, indexOf(step.otherwise)].filter((i) => i >= 0);
  const named = step.kind === 'task' ? step.outcomes.map(indexOf).filter((i) => i >= 0) : [];
  if (named.length > 0) return named;
  return next;
}

function reach(steps: readonly Step[], from: readonly number[], through: (index: number) => boolean): Set<number> {
  const seen = new Set<number>();
  const open = [...from];
  while (open.length > 0) {
    const index = open.pop()!;
    if (seen.has(index) || !through(index)) continue;
    seen.add(index);
    open.push(...followers(steps, index));
  }
  return seen;
}

/** Indexes of steps that no path comes to, neither from the first one nor from those to which a reaction goes (`entries`, by id). */
export function unreachableSteps(steps: readonly Step[], entries: readonly string[]): readonly number[] {
  const entered = entries.map((id) => steps.findIndex((step) => step.id === id)).filter((index) => index >= 0);
  const seen = reach(steps, steps.length > 0 ? [0, ...entered] : [], () => true);
  return steps.map((_, index) => index).filter((index) => !seen.has(index));
}

/** Indexes of branches from which the path leads back to themselves without a wait on the way. */
export function loopsWithoutWait(steps: readonly Step[]): readonly number[] {
  const moves = (index: number): boolean => steps[index]!.kind !== 'wait';
  return steps
    .map((_, index) => index)
    .filter((index) => steps[index]!.kind === 'branch')
    .filter((index) => reach(steps, followers(steps, index), moves).has(index));
}
