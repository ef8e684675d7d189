/** Which leads a source may be asked about, and who it was asked about; which ids of a vendor's are known. */
import { LIMITS } from '../../domain/limits.ts';
import type { EnrichPage, SourceVerbs } from '../../engine/store-port.ts';
import { listLeads } from '../leads/story.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { allIn, type Program, runEach } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { insert, listStatement } from '../statement.ts';

const HELD = listStatement<{ key: string }>(
  (keys) => `SELECT DISTINCT key FROM identity WHERE workspace_id = :workspaceId AND key IN (${keys})`,
);
const ASKED = listStatement<{ lead_id: string }>(
  (ids) => `
  SELECT lead_id FROM source_asked WHERE workspace_id = :workspaceId AND lead_id IN (${ids}) AND source = :source
  AND at >= :since`,
);
const ASK = insert(
  'source_asked',
  ['workspaceId', 'leadId', 'source', 'at', 'found'],
  'ON CONFLICT (workspace_id, lead_id, source) DO UPDATE SET at = excluded.at, found = excluded.found',
);

/** Which of these keys any lead holds. */
export function* heldKeys(workspaceId: string, keys: readonly string[]): Program<ReadonlySet<string>> {
  return new Set((yield* allIn(HELD, keys, { workspaceId })).map(({ key }) => key));
}

/** Leads by id that were not asked about lately and did not refuse everything. */
export function* leadsToEnrich(page: EnrichPage): Program<Awaited<ReturnType<SourceVerbs['toEnrich']>>> {
  const { workspaceId, source, after, limit, askedSince: since, suppressionKeys } = page;
  const leads = yield* listLeads(workspaceId, after, limit);
  const ids = leads.map(({ id }) => id);
  const asked = new Set((yield* allIn(ASKED, ids, { workspaceId, source, since })).map((row) => row.lead_id));
  const refusals = yield* suppressionsFor(workspaceId, leads.map(recipientOf), suppressionKeys);
  const isOpen = (at: number) => !refusals[at]?.some(({ channel }) => channel === 'all');
  const last = leads.length < limit ? null : (leads.at(-1)?.id ?? null);
  return { leads: leads.filter(({ id }, at) => !asked.has(id) && isOpen(at)), last };
}

/** Notes who was asked about, and whether anybody was found. */
export function* noteAsked(...[workspaceId, source, leads, at]: Parameters<SourceVerbs['asked']>): Program<void> {
  yield* runEach(
    ASK,
    leads
      .slice(0, LIMITS.enrichPage)
      .map(({ id, found }) => ({ workspaceId, leadId: id, source, at, found: Number(found) })),
  );
}
