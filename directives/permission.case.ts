/** Runs a row of permission.md: a question, or what an event says of the basis; dates stand for their midnight, UTC. */
import { consentedAt } from '../src/domain/consent/opt-in-basis.ts';
import { type Consent, type PermissionAsk, permissionFor } from '../src/domain/consent/permission.ts';
import type { LeadEvent } from '../src/domain/event.ts';

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

interface Told extends Pick<LeadEvent, 'kind'> {
  readonly channel?: LeadEvent['channel'];
  readonly text?: string;
  readonly at: string;
  readonly recordedAt: string;
}

const midnight = (date: string) => Temporal.Instant.from(`${date}T00:00Z`).epochMilliseconds;

const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);

export function run(row: Row | Told) {
  return 'recordedAt' in row ? toldBy(row) : asked(row);
}

function toldBy({ kind, channel = null, text = '', at, recordedAt }: Told) {
  const since = consentedAt({ kind, channel, text, at: midnight(at), recordedAt: midnight(recordedAt) });
  return { basis: since === null ? 'as it was' : `consent since ${dayOf(since)}` };
}

function asked(row: Row): { readonly verdict: string; readonly until?: string; readonly because: string } {
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
  return { verdict, because, until: dayOf(until) };
}
