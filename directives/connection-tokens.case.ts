/** Runs a row of connection-tokens.md. */
import { tokenStep } from '../src/domain/connection/tokens.ts';

interface Row {
  readonly agency: boolean;
  readonly access?: string;
  readonly 'access until'?: number;
  readonly location?: string;
  readonly 'location until'?: number;
  readonly 'not taken'?: string;
  readonly now: number;
}

const SECOND_MS = 1_000;
const timeOf = (seconds: number | undefined) => (seconds === undefined ? undefined : String(seconds * SECOND_MS));

export function run(row: Row) {
  const told = {
    ...{ accessToken: row.access, expiresAt: timeOf(row['access until']) },
    ...{ locationToken: row.location, locationExpiresAt: timeOf(row['location until']) },
  };
  const secrets = Object.fromEntries(Object.entries(told).filter((entry): entry is [string, string] => !!entry[1]));
  const facts = { secrets, ofAgency: row.agency, notTaken: row['not taken'] ?? null, now: row.now * SECOND_MS };
  const step = tokenStep(facts);
  return step.kind === 'use' ? { use: step.token } : { 'renew by': step.by };
}
