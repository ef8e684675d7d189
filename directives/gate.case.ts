/** Runs a row of gate.md: what it leaves out is in order. */
import { askGate, type GateInput } from '../src/domain/consent/gate.ts';
import type { Permission } from '../src/domain/consent/permission.ts';
import type { FoundSuppression } from '../src/domain/consent/suppression.ts';
import { identityWithout } from './can-spam.case.ts';
import { type PaceRow, paceOf, ZONE } from './pace-row.ts';
import { wallText } from './wall-clock.ts';

interface Row extends Omit<PaceRow, 'place'> {
  readonly live?: boolean;
  readonly lane?: GateInput['lane'];
  readonly address?: null;
  readonly verified?: GateInput['recipient']['verdict'];
  readonly permission?: Permission['verdict'];
  readonly refused?: NonNullable<FoundSuppression['list']>;
  readonly missing?: readonly string[];
  readonly place?: { readonly country: string; readonly region?: string; readonly zones?: readonly string[] };
  readonly window?: readonly number[] | 'any hour';
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
  const answer = askGate(inputOf(row));
  if (answer.verdict === 'send') return { verdict: 'send' };
  const because = answer.reasons.map(({ code, facts }) => [code, ...Object.values(facts ?? {})].join(' ')).join('; ');
  const until = answer.verdict === 'hold' ? answer.until : null;
  return { verdict: answer.verdict, because, ...(until === null ? {} : { until: wallText(until, row.zone ?? ZONE) }) };
}

function inputOf(row: Row): GateInput {
  const pace = paceOf(row);
  return {
    ...pace,
    ...(row.lane === undefined ? {} : { lane: row.lane }),
    live: row.live ?? true,
    recipient: {
      address: row.address === undefined ? 'jane@acme.com' : row.address,
      verdict: row.verified === undefined ? 'deliverable' : row.verified,
    },
    place: { ...pace.place, zones: row.place?.zones ?? [pace.zone] },
    permission: PERMISSIONS[row.permission ?? 'allow'],
    suppression: row.refused === undefined ? null : refusalOn(row.refused),
    window: row.window === 'any hour' ? ANY_HOUR : openOn(row.window ?? [1, 2, 3, 4, 5]),
    identity: identityWithout(row.missing ?? []),
  };
}

const ANY_HOUR: GateInput['window'] = {
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMinute: 0,
  toMinute: 1440,
  skipHolidays: false,
};

function openOn(days: readonly number[]): GateInput['window'] {
  return { days, fromMinute: 9 * 60, toMinute: 17 * 60, skipHolidays: true };
}

function refusalOn(list: NonNullable<FoundSuppression['list']>): FoundSuppression {
  const refusal = { kind: 'address', value: 'jane@acme.com', channel: 'email', reason: 'opted-out' } as const;
  return list === 'workspace' ? refusal : { ...refusal, list };
}
