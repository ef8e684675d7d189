/** Runs a row of account-step.md. */
import type { Happening } from '../src/domain/account/conflict.ts';
import type { AccountEnrollment } from '../src/domain/account/enrollment.ts';
import { type Policy, STANDARD_PLAN, type Way } from '../src/domain/account/plan.ts';
import { type AccountStepInput, type AccountStepResult, stepAccount } from '../src/domain/account/step.ts';
import type { AccountTouch, TouchState } from '../src/domain/account/touch.ts';
import type { CampaignState } from '../src/domain/campaign/campaign.ts';
import type { GateAnswer } from '../src/domain/consent/gate.ts';
import type { Step } from '../src/domain/playbook/playbook.ts';
import { instantOf } from './wall-clock.ts';

interface Row {
  readonly touched: readonly (readonly [string, Way, number, TouchState?])[];
  readonly happened: readonly (readonly [string, Happening['kind'], number])[];
  readonly closed: Readonly<Record<string, 'refuse' | number | null>>;
  readonly also: {
    readonly now?: string;
    readonly zones?: Readonly<Record<string, string>>;
    readonly deal?: string;
    readonly days?: readonly number[];
    readonly touchpoints?: number;
    readonly failed?: number;
    readonly forced?: boolean;
    readonly halted?: boolean;
    readonly campaign?: CampaignState;
    readonly replied?: Policy;
    readonly held?: readonly string[];
  };
}

const HOUR = 3_600_000;
const ZONE = 'Europe/Berlin';
const TITLES = { a: 'CEO', b: 'Director', c: 'Manager' };
const words = { day: 0, when: null, variants: [{ template: 't', weight: 1 }] };
const STEPS: readonly Step[] = [
  { kind: 'email', id: 'intro', ...words },
  { kind: 'email', id: 'follow-up', ...words },
  { kind: 'email', id: 'colleague', ...words },
  { kind: 'sms', id: 'text', ...words, otherwise: null },
  { kind: 'task', id: 'call', day: 0, when: null, title: 'Call', outcomes: [] },
  { kind: 'wait', id: 'pause', day: 0, when: null },
];

export function run(row: Row) {
  const now = instantOf(row.also.now ?? '2026-06-01T10:00', ZONE);
  return told(stepAccount(inputOf(row, now)), now);
}

function inputOf({ touched, happened, closed, also }: Row, now: number): AccountStepInput {
  const { zones = {}, deal = null, days = [1, 2, 3, 4, 5], held = [], failed = 0 } = also;
  const ago = (hours: number) => now - hours * HOUR;
  const failures = Array.from({ length: failed }, (_, i) => ({ leadId: 'a', hours: i, state: 'failed' as const }));
  return {
    enrollment: { ...ENROLLMENT, startedAt: ago(touched.length === 0 ? 0 : 2_000) },
    plan: {
      ...STANDARD_PLAN,
      ...(also.touchpoints !== undefined && { touchpoints: also.touchpoints }),
      conflicts: { ...STANDARD_PLAN.conflicts, ...(also.replied && { replied: also.replied }) },
      contact: ['pause', 'intro', 'follow-up', 'text', 'call'],
      colleague: ['colleague'],
    },
    sequence: {
      steps: STEPS,
      window: { days, fromMinute: 540, toMinute: 1020, skipHolidays: true, fallbackZone: ZONE },
    },
    now,
    campaignState: also.campaign ?? 'live',
    halted: also.halted === true ? { code: 'halted' } : null,
    contacts: Object.entries(TITLES).map(([leadId, title], i) => ({
      ...{ leadId, title, position: i + 1, country: 'DE', region: null },
      zone: zones[leadId] ?? ZONE,
      held: held.includes(leadId) ? { code: 'paused' } : null,
    })),
    touches: [
      ...touched.map(([leadId, way, hours, state = 'made']): AccountTouch => {
        return { leadId, way, step: 's', at: ago(hours), state };
      }),
      ...failures.map(({ leadId, hours, state }): AccountTouch => {
        return { leadId, way: 'email', step: 's', at: ago(hours), state };
      }),
    ],
    happenings: happened.map(([leadId, kind, hours]) => ({ leadId, kind, at: ago(hours), recordedAt: ago(hours) })),
    standing: { customer: false, deal, owners: [], competitors: [], elsewhere: [] },
    forced: also.forced ?? false,
    gate: (leadId, way) => gateOf(`${leadId} ${way}` in closed ? closed[`${leadId} ${way}`] : closed[leadId], now),
  };
}

function gateOf(closed: 'refuse' | number | null | undefined, now: number): GateAnswer {
  if (closed === undefined) return { verdict: 'send' };
  if (closed === 'refuse') return { verdict: 'refuse', reasons: [{ code: 'suppressed' }] };
  if (closed === null) return { verdict: 'hold', until: null, reasons: [{ code: 'opt-in-proof-missing' }] };
  return { verdict: 'hold', until: now + closed * HOUR, reasons: [{ code: 'quiet-hours' }] };
}

function told({ enrollment, send }: AccountStepResult, now: number) {
  if (send) {
    const { way, leadId, visit, step, referrer } = send;
    return { does: `${way} ${leadId} ${visit}`, step: step.id, ...(referrer && { names: referrer.leadId }) };
  }
  const { state, dueAt, reason } = enrollment;
  const { code = '', facts = {} } = reason ?? {};
  const ours = code.startsWith('account-') ? Object.values(facts) : [];
  const because = [code, ...ours].join(' ');
  if (state === 'ended') return { does: 'ends', because };
  return dueAt === null ? { does: 'pauses', because } : { does: 'waits', because, until: (dueAt - now) / HOUR };
}

const ENROLLMENT: AccountEnrollment = {
  ...{ workspaceId: 'main', id: 'e', accountId: 'acme.example', campaignId: 'c', generation: 1, sequence: 'account' },
  ...{ playbookHash: 'h', state: 'due', dueAt: 0, reason: null, zone: ZONE, startedAt: 0, settledAt: null },
  ...{ settled: [], outcome: null, endedAt: null },
};
