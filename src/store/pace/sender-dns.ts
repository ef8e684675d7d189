/** What DNS was last found to say of the domains that a workspace sends from; the next look replaces it. */
import type { DnsStanding } from '../../domain/deliverability/dns-standing.ts';
import { LIMITS } from '../../domain/limits.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Program, run } from '../program.ts';
import { insert, statement } from '../statement.ts';

const ALL = statement<{ domain: string; asked_at: number; findings: string }>(`
  SELECT domain, asked_at, findings FROM sender_dns WHERE workspace_id = :workspaceId ORDER BY domain LIMIT :limit`);
const PUT = insert(
  'sender_dns',
  ['workspaceId', 'domain', 'askedAt', 'findings'],
  'ON CONFLICT (workspace_id, domain) DO UPDATE SET asked_at = excluded.asked_at, findings = excluded.findings',
);

/** By domain. */
export function* dnsStandings(workspaceId: string): Program<DnsStanding[]> {
  const rows = yield* all(ALL, { workspaceId, limit: LIMITS.senderDomains });
  return rows.map(({ domain, asked_at: askedAt, findings }) => ({ domain, askedAt, findings: fromJson(findings) }));
}

/** Takes the place of what was found before. */
export function* putDnsStanding(workspaceId: string, { domain, askedAt, findings }: DnsStanding): Program<void> {
  yield* run(PUT, { workspaceId, domain, askedAt, findings: toJson(findings) });
}
