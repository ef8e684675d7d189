/** Runs a row of playbook-limits.md. */
import { DEFAULT_LIMITS, type SendLimits } from '../src/domain/consent/pace/send-limits.ts';
import { tightened } from '../src/domain/consent/pace/tighten.ts';

interface Row {
  /** `email.leadDay`: channel and limit. */
  readonly limit: string;
  readonly workspace: number | null;
  readonly playbook?: number | null;
}

type Nested = Record<string, Record<string, unknown>>;

export function run({ limit, workspace, playbook }: Row): Readonly<Record<string, unknown>> {
  const [channel = '', name = ''] = limit.split('.');
  const before = structuredClone(DEFAULT_LIMITS) as unknown as Nested;
  before[channel] = { ...before[channel], [name]: workspace };
  const own = playbook === undefined ? {} : { [channel]: { [name]: playbook } };
  const after = structuredClone(tightened(before as unknown as SendLimits, own)) as unknown as Nested;
  const holds = after[channel]?.[name];
  after[channel] = { ...after[channel], [name]: workspace };
  return { holds, others: JSON.stringify(after) === JSON.stringify(before) ? 'as they were' : 'changed' };
}
