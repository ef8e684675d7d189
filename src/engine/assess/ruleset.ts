/**
 * Which rules a decision was made under: playbook, our rules, and the data they read. A replay under another id says so.
 */
import { createHash } from 'node:crypto';

/** Raised whenever a rule of the domain changes what it answers. */
const RULES_VERSION = '1';

const ID_DIGITS = 16;
/** Pairs of playbook and data version kept; an instance has a few. */
const KEPT = 1_000;
const ids = new Map<string, string>();

/**
 * The id (hex) of a playbook version under the present rules and data. `dataVersion` names the data that rules read beside
 * the playbook: time zones, phone plans, holidays.
 */
export function rulesetIdOf(playbookHash: string, dataVersion: string): string {
  const text = `${RULES_VERSION}\n${dataVersion}\n${playbookHash}`;
  let id = ids.get(text);
  if (id === undefined) {
    id = createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS);
    if (ids.size >= KEPT) ids.clear();
    ids.set(text, id);
  }
  return id;
}
