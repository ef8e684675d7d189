/** Runs a row of dns-standing.md. */
import type { DnsCheck, DnsFinding } from '../src/domain/deliverability/ask.ts';
import { judgeStanding } from '../src/domain/deliverability/dns-standing.ts';

const HOUR_MS = 3_600_000;

interface Row {
  readonly findings: Readonly<Partial<Record<DnsCheck, DnsFinding['verdict']>>>;
}

export function run({ findings }: Row): Readonly<Record<string, unknown>> {
  const all = Object.entries(findings).map(([check, verdict]) => ({
    ...{ check: check as DnsCheck, about: 'acme.com', verdict },
    ...{ reason: { code: 'dns-not-told' }, publish: null },
  }));
  const { isUnproven, status, againAt } = judgeStanding({ askedAt: 0, findings: all });
  return { unproven: isUnproven ? 'yes' : 'no', status: status ?? undefined, again: againAt / HOUR_MS };
}
