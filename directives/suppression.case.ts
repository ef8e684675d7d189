/** Runs a row of suppression.md. */
import type { Channel } from '../src/domain/consent/regimes.ts';
import { type FoundSuppression, isSuppressed, suppressionKeys } from '../src/domain/consent/suppression.ts';

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
  const keys = suppressionKeys({
    leadId: 'lead_1',
    emails: row.emails,
    phones: row.phones,
    account: row.account ?? null,
  });
  return { suppressed: isSuppressed(keys, [found], row.channel) === found };
}
