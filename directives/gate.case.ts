/** Runs a row of gate.md: what it leaves out is in order. */
import { askGate, type GateInput } from '../src/domain/consent/gate.ts';
import type { Permission } from '../src/domain/consent/permission.ts';
import type { Channel } from '../src/domain/consent/regimes.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly now?: string;
  readonly channel?: Channel;
  readonly live?: boolean;
  readonly address?: null;
  readonly verified?: GateInput['recipient']['verdict'];
  readonly permission?: Permission['verdict'];
  readonly refused?: 'email';
  readonly missing?: readonly string[];
  readonly 'not before'?: string | null;
  readonly caps?: readonly (readonly [name: string, count: number, limit: number, resetsAt: string])[];
  readonly zone?: string;
  readonly place?: { readonly country: string; readonly region?: string; readonly zones?: readonly string[] };
  readonly window?: readonly number[];
}

interface Answer {
  readonly verdict: string;
  readonly until?: string;
  readonly because?: string;
}

const PERMISSIONS: Readonly<Record<Permission['verdict'], Permission>> = {
  allow: { verdict: 'allow', until: null, reasons: [{ code: 'basis-accepted' }] },
  hold: { verdict: 'hold', until: null, reasons: [{ code: 'basis-not-stated' }] },
  refuse: { verdict: 'refuse', until: null, reasons: [{ code: 'consent-withdrawn', facts: { channel: 'email' } }] },
};

export function run(row: Row): Answer {
  const zone = row.zone ?? 'Europe/Berlin';
  const answer = askGate(inputOf(row, zone));
  if (answer.verdict === 'send') return { verdict: 'send' };
  const because = answer.reasons.map(({ code, facts }) => [code, ...Object.values(facts ?? {})].join(' ')).join('; ');
  const until = answer.verdict === 'hold' ? answer.until : null;
  return { verdict: answer.verdict, because, ...(until === null ? {} : { until: wallText(until, zone) }) };
}

function inputOf(row: Row, zone: string): GateInput {
  const notBefore = row['not before'] ?? null;
  const country = row.place?.country ?? 'DE';
  return {
    now: instantOf(row.now ?? '2026-06-01T10:00', zone),
    channel: row.channel ?? 'email',
    live: row.live ?? true,
    recipient: {
      address: row.address === undefined ? 'jane@acme.com' : row.address,
      verdict: row.verified === undefined ? 'deliverable' : row.verified,
    },
    zone,
    place: { country, region: row.place?.region ?? null, zones: row.place?.zones ?? [zone] },
    permission: PERMISSIONS[row.permission ?? 'allow'],
    suppression:
      row.refused === undefined
        ? null
        : { kind: 'address', value: 'jane@acme.com', channel: row.refused, reason: 'opted-out' },
    window: { days: row.window ?? [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60, skipHolidays: true },
    caps: (row.caps ?? []).map(([name, count, limit, at]) => ({ name, count, limit, resetsAt: instantOf(at, zone) })),
    notBefore: notBefore === null ? null : instantOf(notBefore, zone),
    identity: identityWithout(row.missing ?? []),
  };
}

function identityWithout(missing: readonly string[]): GateInput['identity'] {
  const without = (field: string) => missing.includes(field);
  return {
    senderName: without('senderName') ? ' ' : 'Ann Smith',
    senderAddress: without('senderAddress') ? '' : 'ann@sender.com',
    postalAddress: without('postalAddress') ? '' : '1 Main Street, Springfield',
    visibleOptOut: !without('visibleOptOut'),
    oneClickUrl: without('oneClickUrl') ? null : `${without('tls') ? 'http' : 'https'}://go.sender.com/u/1`,
  };
}
