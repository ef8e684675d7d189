/** Whose contact stands in a CRM: by the receipts of hand-offs, by the ids of those that came from there, and those that were erased here. */
import { LIMITS } from '../../domain/limits.ts';
import type { CrmLink, LinkPage, LinkQuery, NotedPage } from '../../engine/store-port.ts';
import { fromJson } from '../json.ts';
import { all, type Program, runEach } from '../program.ts';
import { insert, statement } from '../statement.ts';

const HANDED = statement<{ id: string; lead_id: string; receipt: string }>(`
  SELECT h.id, h.lead_id, s.receipt FROM hand_off h
  JOIN hand_off_send s ON s.workspace_id = h.workspace_id AND s.hand_off_id = h.id AND s.target = :connection AND s.turn = 0
  WHERE h.workspace_id = :workspaceId AND h.id > :after ORDER BY h.id LIMIT :limit`);
const HARVESTED = statement<{ key: string; lead_id: string }>(`
  SELECT key, lead_id FROM identity WHERE workspace_id = :workspaceId AND key > :after AND key < :end
  ORDER BY key, lead_id LIMIT :limit`);
const ERASED = statement<{ contact_id: string }>(`
  SELECT contact_id FROM crm_erased
  WHERE workspace_id = :workspaceId AND (source = :connection OR source = :provider) AND contact_id > :after
  ORDER BY contact_id, source LIMIT :limit`);
const FORGET = statement(`
  DELETE FROM crm_erased
  WHERE workspace_id = :workspaceId AND (source = :connection OR source = :provider) AND contact_id = :contactId`);
const RECEIPTS = statement<{ target: string; receipt: string }>(`
  SELECT s.target, s.receipt FROM hand_off h
  JOIN hand_off_send s ON s.workspace_id = h.workspace_id AND s.hand_off_id = h.id
  WHERE h.workspace_id = :workspaceId AND h.lead_id = :leadId`);
const KEYS = statement<{ key: string }>(
  `SELECT key FROM identity WHERE workspace_id = :workspaceId AND lead_id = :leadId AND key > 'x:' AND key < 'x;'`,
);
const PROVIDERS = statement<{ provider: string }>(
  `SELECT provider FROM connection WHERE workspace_id = :workspaceId LIMIT ${LIMITS.connectionsOnRecord}`,
);
const KEEP = insert(
  'crm_erased',
  ['workspaceId', 'source', 'contactId', 'erasedAt'],
  'ON CONFLICT (workspace_id, contact_id, source) DO NOTHING',
);

/** The next page of a phase. */
export function* linksOf({ phase, ...query }: LinkQuery): Program<LinkPage> {
  if (phase === 'handed') return yield* handed(query);
  return yield* phase === 'harvested' ? harvested(query) : erased(query);
}

function* handed({ workspaceId, connection, after, limit }: Omit<LinkQuery, 'phase'>): Program<LinkPage> {
  const rows = yield* all(HANDED, { workspaceId, connection, after, limit });
  const links = rows.flatMap(({ lead_id: leadId, receipt }): CrmLink[] => {
    const contactId = contactIn(receipt);
    return contactId === null ? [] : [{ contactId, leadId }];
  });
  return { links, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}

/** What the other side gave, by the name under which all CRMs keep it. */
function contactIn(receipt: string): string | null {
  const { contact } = fromJson<{ readonly contact?: unknown }>(receipt);
  return typeof contact === 'string' ? contact : null;
}

function* harvested({ workspaceId, provider, after, limit }: Omit<LinkQuery, 'phase'>): Program<LinkPage> {
  const from = `x:${provider}|`;
  const rows = yield* all(HARVESTED, { workspaceId, after: after || from, end: `x:${provider}}`, limit });
  const links = rows.map(({ key, lead_id: leadId }) => ({ contactId: key.slice(from.length), leadId }));
  return { links, next: rows.length === limit ? (rows.at(-1)?.key ?? null) : null };
}

function* erased({ workspaceId, connection, provider, after, limit }: Omit<LinkQuery, 'phase'>): Program<LinkPage> {
  const rows = yield* all(ERASED, { workspaceId, connection, provider, after, limit });
  // One who was handed over and came from there is one all the same.
  const ids = [...new Set(rows.map(({ contact_id }) => contact_id))];
  const links = ids.map((contactId) => ({ contactId, leadId: null }));
  return { links, next: rows.length === limit ? (rows.at(-1)?.contact_id ?? null) : null };
}

/** Contacts of the erased that are gone there too need not be known any more. */
export function* forgetErased({ reading, provider, forgotten }: NotedPage): Program<void> {
  const { workspaceId, connection } = reading;
  yield* runEach(
    FORGET,
    forgotten.map((contactId) => ({ workspaceId, connection, provider, contactId })),
  );
}

/** Keeps by which ids a person who is about to be erased stands in the CRMs of the workspace, and nothing else of them. */
export function* keepContactsOf(workspaceId: string, leadIds: readonly string[], erasedAt: number): Program<void> {
  const providers = new Set((yield* all(PROVIDERS, { workspaceId })).map(({ provider }) => provider));
  const kept: { readonly source: string; readonly contactId: string }[] = [];
  for (const leadId of leadIds) {
    for (const { target: source, receipt } of yield* all(RECEIPTS, { workspaceId, leadId })) {
      const contactId = contactIn(receipt);
      if (contactId !== null) kept.push({ source, contactId });
    }
    for (const { key } of yield* all(KEYS, { workspaceId, leadId })) {
      const [source = '', ...id] = key.slice('x:'.length).split('|');
      if (providers.has(source)) kept.push({ source, contactId: id.join('|') });
    }
  }
  yield* runEach(
    KEEP,
    kept.map((one) => ({ workspaceId, ...one, erasedAt })),
  );
}
