/**
 * Which messages may still come to somebody who goes through a sequence, as far as it is decided by what is known. Pure; the rule is
 * directives/words-to-come.md. Owns no times and no permission: what comes may still be held or refused.
 */
import type { MessageChannel } from '../message.ts';
import { followers } from '../playbook/check/flow.ts';
import { type MessageStep, type Sequence, type Step, sends } from '../playbook/playbook.ts';

/** Of whom it is asked. */
export interface Passing {
  readonly sequence: Sequence;
  /** Id of the step that comes next; null = the first. */
  readonly from: string | null;
  /** Whether there is an address for it. */
  has(channel: MessageChannel): boolean;
  /** Truth of a step's condition, where it has one; null = what happens until then decides. */
  condition(step: Step): boolean | null;
}

/** Steps that may yet send something to them, in the order of the sequence. Errors: none; an unknown `from` is the first step. */
export function messagesToCome(passing: Passing): readonly MessageStep[] {
  const { steps, reactions } = passing.sequence;
  const position = (id: string | null) => steps.findIndex((step) => step.id === id);
  const jumps = reactions.flatMap(({ action }) => (action.kind === 'go-to' ? [position(action.step)] : []));
  const open = [Math.max(0, position(passing.from)), ...jumps];
  const seen = new Set<number>();
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const step = steps[index];
    if (step === undefined || seen.has(index)) continue;
    seen.add(index);
    open.push(...after(passing, step, index));
  }
  return steps.filter((step, index): step is MessageStep => seen.has(index) && mayLeave(passing, step));
}

function mayLeave({ has, condition }: Passing, step: Step): boolean {
  return sends(step) && has(step.kind) && condition(step) !== false;
}

/** Indexes of the steps that may come after one, as `advance` goes. */
function after({ sequence: { steps }, has, condition }: Passing, step: Step, index: number): readonly number[] {
  const holds = condition(step);
  const indexOf = (id: string) => steps.findIndex((one) => one.id === id);
  if (step.kind === 'branch') {
    if (holds === null) return followers(steps, index);
    return [indexOf(holds ? step.then : step.otherwise)];
  }
  if (step.kind === 'goal') return holds === true ? [] : [index + 1];
  if (holds === false) return [index + 1];
  const passedOver = holds === null ? [index + 1] : [];
  if (sends(step) && !has(step.kind)) return [...passedOver, ...without(step, index, indexOf)];
  return [...passedOver, ...followers(steps, index)];
}

/** Whoever has no e-mail address gets nothing more; whoever has no number goes another way. */
function without(step: MessageStep, index: number, indexOf: (id: string) => number): readonly number[] {
  if (step.kind === 'email') return [];
  return [step.otherwise === null ? index + 1 : indexOf(step.otherwise)];
}
