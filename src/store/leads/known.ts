/** Who the rows of a batch may be: every lead that shares a key with one of them. Reads only. */
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { CaptureRow, KnownLeads } from '../../engine/store-port.ts';
import { all, allIn, type Program } from '../program.ts';
import { listStatement, statement } from '../statement.ts';
import { leadsById } from './leads.ts';

interface Holder {
  readonly key: string;
  readonly lead_id: string;
}

/** Keys asked for at once, and the holders that may come of them: where there are more, each key is asked for by itself. */
const PAGE_KEYS = 64;
const PAGE_HOLDERS = PAGE_KEYS * LIMITS.identityCandidates;

const HOLDERS_OF_PAGE = listStatement<Holder>(
  (keys) => `
  SELECT key, lead_id FROM identity WHERE workspace_id = :workspaceId AND key IN (${keys}) LIMIT ${PAGE_HOLDERS}`,
);
const HOLDERS = statement<Holder>(`
  SELECT key, lead_id FROM identity WHERE workspace_id = :workspaceId AND key = :key
  ORDER BY lead_id LIMIT ${LIMITS.identityCandidates}`);

/** Finds the leads that rows may be. `contentKeys`: by line, of rows without a key of their own. */
export function* findKnown(
  workspaceId: string,
  rows: readonly CaptureRow[],
  contentKeys: ReadonlyMap<number, string>,
): Program<KnownLeads> {
  const holders = yield* holdersOf(workspaceId, keysOf(rows, contentKeys));
  const ids = new Set<string>();
  for (const ofKey of holders.values()) for (const id of ofKey) ids.add(id);
  for (const { leadId } of rows) if (leadId !== undefined) ids.add(leadId);
  return knownLeads(holders, yield* leadsById(workspaceId, [...ids]), contentKeys);
}

function keysOf(rows: readonly CaptureRow[], contentKeys: ReadonlyMap<number, string>): string[] {
  const keys = [...contentKeys.values()];
  for (const row of rows) keys.push(...row.keys);
  return keys;
}

/** Leads by key, the oldest first. A key may be given twice. */
function* holdersOf(workspaceId: string, keys: readonly string[]): Program<Map<string, readonly string[]>> {
  const holders = new Map<string, readonly string[]>();
  for (let from = 0; from < keys.length; from += PAGE_KEYS) {
    const page = keys.slice(from, from + PAGE_KEYS);
    let found = yield* allIn(HOLDERS_OF_PAGE, page, { workspaceId });
    if (found.length === PAGE_HOLDERS) found = yield* holdersOneByOne(workspaceId, page);
    for (const [key, rows] of Map.groupBy(found, (row) => row.key)) holders.set(key, oldest(rows));
  }
  return holders;
}

function* holdersOneByOne(workspaceId: string, keys: readonly string[]): Program<Holder[]> {
  const found: Holder[] = [];
  for (const key of new Set(keys)) found.push(...(yield* all(HOLDERS, { workspaceId, key })));
  return found;
}

function oldest(rows: readonly Holder[]): string[] {
  const ids = rows.map((row) => row.lead_id);
  return ids.sort().slice(0, LIMITS.identityCandidates);
}

const NOBODY: readonly never[] = [];

/** A key may outlive its lead until an undo has ended; such a key finds nobody. */
function knownLeads(
  byKey: ReadonlyMap<string, readonly string[]>,
  leads: ReadonlyMap<string, Lead>,
  contentKeys: ReadonlyMap<number, string>,
): KnownLeads {
  return {
    holders: (key) => byKey.get(key)?.filter((id) => leads.has(id)) ?? NOBODY,
    isThere: (id) => leads.has(id),
    contentKey: (line) => contentKeys.get(line) ?? null,
    lead(id) {
      const lead = leads.get(id);
      if (!lead) throw new Error(`lead ${id} was not found by any row of this batch`);
      return lead;
    },
  };
}
