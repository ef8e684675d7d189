/** Which step of the playbook a touchpoint is made by. Owns that choice alone. */
import type { Sequence, Step } from '../playbook/playbook.ts';
import type { AccountPlan, Way } from './plan.ts';

const WAY_OF: Readonly<Partial<Record<Step['kind'], Way>>> = {
  email: 'email',
  sms: 'sms',
  voice: 'call',
  task: 'call',
};

/** The way that a step touches somebody by; null = it touches nobody. */
export function wayOf(step: Pick<Step, 'kind'>): Way | null {
  return WAY_OF[step.kind] ?? null;
}

/**
 * The step for a way: `nth`, from 0, counts the tries by it with this contact; after the last step it is the last one again. Null = the
 * playbook has none for them.
 */
export function stepFor(
  { steps }: Pick<Sequence, 'steps'>,
  ids: AccountPlan['contact'],
  way: Way,
  nth: number,
): Step | null {
  const fitting = ids.flatMap((id) => steps.filter((step) => step.id === id && wayOf(step) === way));
  return fitting[Math.min(nth, fitting.length - 1)] ?? null;
}
