/**
 * Which rules a decision was made under: playbook, our rules, and the data they read. A replay under another id says so.
 */
import { createHash } from 'node:crypto';

/** Raised whenever a rule of the domain changes what it answers. */
const RULES_VERSION = '1';

const ids = new Map<string, string>();
const ID_DIGITS = 16;

/** The id (hex) of a playbook version under the present rules and time zone data. */
export function rulesetIdOf(playbookHash: string): string {
  let id = ids.get(playbookHash);
  if (id === undefined) {
    const text = `${RULES_VERSION}\n${process.versions.tz ?? ''}\n${playbookHash}`;
    id = createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS);
    ids.set(playbookHash, id);
  }
  return id;
}
