/** Runs a row of permission.md; dates stand for their midnight, UTC. */
import { type Consent, type PermissionAsk, permissionFor } from '../src/domain/consent/permission.ts';

interface Row extends Pick<PermissionAsk, 'channel' | 'aiVoice'> {
  readonly country?: string;
  readonly basis?: NonNullable<PermissionAsk['basis']>;
  readonly basisAt?: string;
  readonly consents: readonly (Pick<Consent, 'channel' | 'kind'> & {
    readonly at: string;
    readonly withdrawnAt?: string;
    readonly evidence?: string;
  })[];
  readonly now: string;
}

const midnight = (date: string) => Temporal.Instant.from(`${date}T00:00Z`).epochMilliseconds;

export function run(row: Row): { readonly verdict: string; readonly until?: string; readonly because: string } {
  const { verdict, until, reasons } = permissionFor({
    channel: row.channel,
    country: row.country ?? null,
    basis: row.basis ?? null,
    basisAt: row.basisAt === undefined ? null : midnight(row.basisAt),
    consents: row.consents.map(({ channel, kind, at, withdrawnAt, evidence }) => ({
      channel,
      kind,
      at: midnight(at),
      withdrawnAt: withdrawnAt === undefined ? null : midnight(withdrawnAt),
      evidence: evidence ?? 'form on the home page',
    })),
    now: midnight(row.now),
    ...(row.aiVoice === undefined ? {} : { aiVoice: row.aiVoice }),
  });
  const because = reasons.map(({ code }) => code).join(', ');
  if (until === null) return { verdict, because };
  return { verdict, because, until: Temporal.Instant.fromEpochMilliseconds(until).toString().slice(0, 10) };
}
