/** Runs a row of suppression.md. */
import type { Channel } from '../src/domain/consent/regimes.ts';
import {
  type FoundSuppression,
  isSuppressed,
  reachableOf,
  suppressionKeys,
} from '../src/domain/consent/suppression.ts';

interface Row {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly account?: string;
  /** Kind and value; the value is absent once erased. */
  readonly refused: string;
  readonly of: FoundSuppression['channel'];
  readonly channel: Channel;
}

export function run(row: Row): { readonly suppressed: boolean } {
  const [kind, value = null] = row.refused.split(' ') as [FoundSuppression['kind'], string?];
  const found = { kind, value, channel: row.of, reason: 'opted-out' };
  const { emails, phones, account = null } = row;
  const [email = null, ...others] = emails;
  const [phone = null] = phones;
  const lead = reachableOf({ leadId: 'lead_1', email, phone, domain: account });
  const keys = suppressionKeys({ ...lead, emails: [...lead.emails, ...others] });
  return { suppressed: isSuppressed(keys, [found], row.channel) === found };
}
