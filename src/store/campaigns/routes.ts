/** Where domains' mail goes: answers of the DNS with the time until which they are good. They belong to no workspace. */
import type { MailRoute } from '../../domain/verify/route.ts';
import type { DomainRoute } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, allEach, allIn, type Program, runEach } from '../program.ts';
import { campaignById } from '../rows/campaign.ts';
import { insert, listStatement, statement } from '../statement.ts';

const CHANGED = statement<{ email: string | null }>(
  'SELECT email FROM lead WHERE workspace_id = :workspaceId AND revision > :revision ORDER BY revision LIMIT :limit',
);
const AGAIN = statement<{ email: string | null }>(`
  SELECT l.email FROM campaign_member m JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.reassess_at IS NOT NULL
  AND m.reassess_at <= :now ORDER BY m.reassess_at, m.lead_id LIMIT :limit`);
const FRESH = statement<{ domain: string }>(
  'SELECT domain FROM domain_check WHERE domain = :domain AND expires_at > :now',
);
const ROUTES = listStatement<{ domain: string; route: string }>(
  (keys) => `SELECT domain, route FROM domain_check WHERE domain IN (${keys})`,
);
const PUT = insert(
  'domain_check',
  ['domain', 'route', 'checkedAt', 'expiresAt'],
  `ON CONFLICT (domain) DO UPDATE SET
   route = excluded.route, checked_at = excluded.checked_at, expires_at = excluded.expires_at`,
);

/** Domain of an address, as it is stored. */
export function emailDomain(email: string | null): string | null {
  return email === null ? null : email.slice(email.lastIndexOf('@') + 1);
}

/** Domains of the next page of leads to assess for which no fresh answer is stored. */
export function* domainsToCheck(
  workspaceId: string,
  campaignId: string,
  now: number,
  limit: number,
): Program<string[]> {
  const campaign = yield* campaignById(workspaceId, campaignId);
  let rows = yield* all(CHANGED, { workspaceId, revision: campaign?.assessedRevision ?? 0, limit });
  if (rows.length === 0) rows = yield* all(AGAIN, { workspaceId, campaignId, now, limit });
  return yield* unasked(
    rows.map(({ email }) => email),
    now,
  );
}

/** Domains of addresses for which no fresh answer is stored, each once. */
export function* unasked(emails: readonly (string | null)[], now: number): Program<string[]> {
  const asked = each(emails.map(emailDomain));
  const fresh = yield* allEach(
    FRESH,
    asked.map((domain) => ({ domain, now })),
  );
  return asked.filter((_, i) => (fresh[i]?.length ?? 0) === 0);
}

/** Routes by domain, of each as far as it was ever asked for; null = no address. */
export function* routesOf(domains: readonly (string | null)[]): Program<Map<string | null, MailRoute>> {
  const rows = yield* allIn(ROUTES, each(domains), {});
  return new Map(rows.map(({ domain, route }) => [domain, fromJson(route)]));
}

/** Keeps answers; a newer one takes the place of the old. */
export function* putRoutes(routes: readonly DomainRoute[]): Program<void> {
  yield* runEach(
    PUT,
    routes.map((answer) => ({ ...answer, route: toJson(answer.route) })),
  );
}

/** Each domain once. */
function each(domains: readonly (string | null)[]): string[] {
  return [...new Set(domains)].filter((domain) => domain !== null);
}
