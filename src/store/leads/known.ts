/** Who the rows of a batch may be: every lead that shares a key or a name with one of them. Reads only. */
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { CaptureRow, KnownLeads } from '../../engine/store-port.ts';
import { allEach, type Program } from '../program.ts';
import { statement } from '../statement.ts';
import { leadsById } from './leads.ts';

const HOLDERS = statement<{ lead_id: string }>(`
  SELECT lead_id FROM identity WHERE workspace_id = :workspaceId AND key = :key
  ORDER BY lead_id LIMIT ${LIMITS.identityCandidates}`);
const NAMESAKES = statement<{ key: string; lead_id: string }>(`
  SELECT key, lead_id FROM identity WHERE workspace_id = :workspaceId AND key >= :from AND key < :to
  ORDER BY key, lead_id LIMIT ${LIMITS.identityCandidates}`);

type Namesake = { readonly leadId: string; readonly person: string };

/** Finds the leads that rows may be. `contentKeys`: by line, of rows without a key of their own. */
export function* findKnown(
  workspaceId: string,
  rows: readonly CaptureRow[],
  contentKeys: ReadonlyMap<number, string>,
): Program<KnownLeads> {
  const byKey = yield* holdersOf(workspaceId, keysOf(rows, contentKeys));
  const byName = yield* namesakesOf(workspaceId, namesOf(rows));
  const ids = new Set<string>();
  for (const holders of byKey.values()) for (const id of holders) ids.add(id);
  for (const namesakes of byName.values()) for (const { leadId } of namesakes) ids.add(leadId);
  return knownLeads(byKey, byName, yield* leadsById(workspaceId, [...ids]), contentKeys);
}

function keysOf(rows: readonly CaptureRow[], contentKeys: ReadonlyMap<number, string>): string[] {
  const keys = new Set(contentKeys.values());
  for (const row of rows) for (const key of row.keys) keys.add(key);
  return [...keys];
}

function namesOf(rows: readonly CaptureRow[]): string[] {
  const names = new Set<string>();
  for (const { person } of rows) if (person !== null) names.add(nameOf(person));
  return [...names];
}

/** The part of a person key that namesakes share, with its closing bar. */
function nameOf(person: string): string {
  return person.slice(0, person.indexOf('|') + 1);
}

function* holdersOf(workspaceId: string, keys: readonly string[]): Program<Map<string, readonly string[]>> {
  const found = yield* allEach(
    HOLDERS,
    keys.map((key) => ({ workspaceId, key })),
  );
  const holders = new Map<string, readonly string[]>();
  for (const [i, rows] of found.entries()) if (rows.length > 0) holders.set(keys[i] as string, rows.map(leadIdOf));
  return holders;
}

function* namesakesOf(workspaceId: string, names: readonly string[]): Program<Map<string, readonly Namesake[]>> {
  // Every key that begins with the name and its bar lies before the name followed by the next character.
  const found = yield* allEach(
    NAMESAKES,
    names.map((name) => ({ workspaceId, from: name, to: `${name.slice(0, -1)}}` })),
  );
  const namesakes = new Map<string, readonly Namesake[]>();
  for (const [i, rows] of found.entries()) {
    if (rows.length === 0) continue;
    namesakes.set(
      names[i] as string,
      rows.map((row) => ({ leadId: row.lead_id, person: row.key })),
    );
  }
  return namesakes;
}

const NOBODY: readonly never[] = [];

function leadIdOf(row: { readonly lead_id: string }): string {
  return row.lead_id;
}

/** A key may outlive its lead until an undo has ended; such a key finds nobody. */
function knownLeads(
  byKey: ReadonlyMap<string, readonly string[]>,
  byName: ReadonlyMap<string, readonly Namesake[]>,
  leads: ReadonlyMap<string, Lead>,
  contentKeys: ReadonlyMap<number, string>,
): KnownLeads {
  return {
    holders: (key) => byKey.get(key)?.filter((id) => leads.has(id)) ?? NOBODY,
    namesakes: (person) => byName.get(nameOf(person))?.filter(({ leadId }) => leads.has(leadId)) ?? NOBODY,
    contentKey: (line) => contentKeys.get(line) ?? null,
    lead(id) {
      const lead = leads.get(id);
      if (!lead) throw new Error(`lead ${id} was not found by any row of this batch`);
      return lead;
    },
  };
}
