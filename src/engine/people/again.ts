/**
 * Who was erased is forgotten again when a backup of before brings them back: erasures are noted outside of the database, and looked
 * through when a person claims it. Owns that comparison; the note is kept by whoever owns the file.
 */
import type { SuppressionKey } from '../../domain/consent/suppression.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { suppressionKeysFor } from '../keyring.ts';
import type { Tombstone } from '../store-port.ts';
import { erasePerson } from './erase.ts';

const OWN: ReadonlySet<SuppressionKey['kind']> = new Set(['lead', 'address', 'phone']);

/** Erases whom this database does not know to be erased; how many. Errors: refusal `on-its-way`. */
export async function eraseAgain(engine: Engine): Promise<number> {
  const noted = (await engine.parts.tombstones?.read()) ?? [];
  const unknown: Tombstone[] = [];
  for (const tombstone of noted) if (!(await isKnown(engine, tombstone))) unknown.push(tombstone);
  let erased = 0;
  for (const [workspaceId, tombstones] of Map.groupBy(unknown, (one) => one.workspaceId)) {
    const hashes = new Set(tombstones.flatMap(({ keyHashes }) => keyHashes));
    for (const leadId of await leadsUnder(engine, workspaceId, hashes)) {
      await erasePerson(engine, { workspaceId, leadId, by: tombstones[0]?.by ?? '' });
      erased += 1;
    }
  }
  return erased;
}

async function isKnown({ store }: Engine, { workspaceId, id }: Tombstone): Promise<boolean> {
  const [found] = await store.people.erasures({ workspaceId, before: `${id} `, limit: 1 });
  return found?.id === id;
}

async function leadsUnder(engine: Engine, workspaceId: string, hashes: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  const limit = LIMITS.assessPageLeads;
  let after: string | null = null;
  do {
    const page: readonly Lead[] = await engine.store.leads.list({ workspaceId, after, limit });
    for (const { id, values } of page) {
      const { email, phone } = values;
      const keys = suppressionKeysFor({ leadId: id, email, phone, domain: null }, OWN);
      if (keys.some(({ kind, value }) => hashes.has(engine.keyring.hash(kind, value)))) found.push(id);
    }
    after = page.length === limit ? (page.at(-1)?.id ?? null) : null;
  } while (after !== null);
  return found;
}
