/** Runs a row of log-in-oidc.md. */
import { oidcAnswer } from '../src/domain/access/log-in-oidc.ts';
import { ownPage } from '../src/domain/access/own-page.ts';

interface Row {
  readonly address?: string;
  readonly verified?: 'yes' | 'no';
  readonly trusts?: 'yes' | 'no';
  readonly domains?: string;
  readonly bound?: string;
  readonly 'bound roles'?: number;
  readonly invited?: string;
  readonly 'invited roles'?: number;
  readonly other?: 'yes' | 'no';
  readonly asked?: string;
}

export function run(row: Row): object {
  // Only a row of who gets in says whether addresses are trusted.
  if (row.trusts === undefined) return { page: ownPage(row.asked ?? null) };
  const answer = oidcAnswer(
    { email: row.address ?? null, emailVerified: row.verified === undefined ? null : row.verified === 'yes' },
    { allowedDomains: row.domains?.split(' ') ?? [], trustsAddresses: row.trusts === 'yes' },
    {
      bound: row.bound === undefined ? null : { userId: row.bound, roleCount: row['bound roles'] ?? 0 },
      invited:
        row.invited === undefined
          ? null
          : { userId: row.invited, roleCount: row['invited roles'] ?? 0, isBoundElsewhere: row.other === 'yes' },
    },
  );
  if (answer.kind === 'refused') return { answer: answer.code };
  return { answer: 'in', who: answer.userId, binds: answer.binds };
}
