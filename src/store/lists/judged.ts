/** What a campaign worked out of a lead when it judged it, read from the decision by which the member `w` stands where it does. */
import { type FactType, INTENT_FACTS, PROFILE_FACTS } from '../../domain/facts/vocabulary.ts';
import type { Columns } from './compile.ts';

/** Of the decision `d`, whose facts lie in their groups without what is not known. Text compares by its bytes, as the id beside it does. */
const READ: Readonly<Record<FactType, (group: string, name: string) => string>> = {
  text: (group, name) => `(json(d.facts) -> '${group}' ->> '${name}') || SUBSTR(d.id, 1, 0)`,
  date: (group, name) => `(json(d.facts) -> '${group}' ->> '${name}') || SUBSTR(d.id, 1, 0)`,
  number: (group, name) => `CAST(json(d.facts) -> '${group}' ->> '${name}' AS double precision)`,
  boolean: (group, name) => `CAST(json(d.facts) -> '${group}' -> '${name}' AS text) = 'true'`,
  list: (group, name) => `CAST(json(d.facts) -> '${group}' -> '${name}' AS text)`,
  sample: (group, name) => `CAST(json(d.facts) -> '${group}' -> '${name}' AS text)`,
};
/** The channels are not stored: they are the addresses that there were. */
const CHANNELS = `CASE WHEN json(d.facts) -> 'lead' ->> 'phone' IS NULL
  THEN CASE WHEN json(d.facts) -> 'lead' ->> 'email' IS NOT NULL THEN '["email"]' END
  ELSE CASE WHEN json(d.facts) -> 'lead' ->> 'email' IS NULL THEN '["sms","voice"]' ELSE '["email","sms","voice"]' END END`;

function columnsOf(group: string, facts: Readonly<Record<string, FactType>>): Columns {
  const columns = Object.entries(facts).map(([name, type]) => [
    `${group}.${name}`,
    fromDecision(READ[type](group, name)),
  ]);
  return Object.fromEntries(columns) as Columns;
}

/** By its whole key, of which the id names the month. */
function fromDecision(what: string): string {
  return `(SELECT ${what} FROM decision d WHERE d.workspace_id = w.workspace_id AND d.lead_id = w.lead_id AND d.id = w.decision_id)`;
}

/** The columns of it, for lists of leads of a campaign. */
export const JUDGED: Columns = {
  ...columnsOf('profile', PROFILE_FACTS),
  ...columnsOf('intent', INTENT_FACTS),
  'profile.channels': fromDecision(CHANNELS),
};
