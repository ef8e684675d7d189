/** Runs a row of advance.md: what it leaves out is in order. */
import type { CampaignState } from '../src/domain/campaign/campaign.ts';
import type { GateAnswer } from '../src/domain/consent/gate.ts';
import type { MessageChannel, MessageState } from '../src/domain/message.ts';
import type { EmailStep, Lateness, Sequence, Step } from '../src/domain/playbook/playbook.ts';
import {
  type AdvanceInput,
  type AdvanceResult,
  advance,
  afterTask,
  startEnrollment,
} from '../src/domain/sequence/advance.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  /** `hello email 0; ask branch 3 vip idea`: id, kind, day, and where a branch goes if its condition is true or not; `rest wait 0 48`: hours. */
  readonly steps: string;
  readonly at?: string;
  readonly visit?: number;
  readonly due?: string;
  readonly now?: string;
  readonly zone?: string;
  readonly touched?: string;
  /** State of the message before, when it is due, when it left: `held 2026-06-02T09:00`. */
  readonly before?: string;
  /** By which way that message went; e-mail where left out. */
  readonly by?: MessageChannel;
  /** `call 1`: step and visit of the call that it was. */
  readonly called?: string;
  readonly campaign?: CampaignState;
  /** What a person stopped it for. */
  readonly stopped?: string;
  /** `hold`, `hold 2026-06-02T09:00`, `refuse`. */
  readonly gate?: string;
  /** By step; a text names the fact that is not known. */
  readonly when?: Readonly<Record<string, boolean | string>>;
  readonly days?: readonly number[];
  /** `12 skip`: hours, and what then. */
  readonly late?: string;
  readonly gap?: number;
  readonly starts?: boolean;
  /** `call 1 reached`: step and visit of the task that was done, and how it went. */
  readonly done?: string;
}

interface Answer {
  readonly state?: string;
  readonly step?: string;
  readonly visit?: number;
  readonly due?: string;
  readonly ended?: string;
  readonly touched?: string;
  readonly because?: string;
  readonly does?: string;
  readonly skipped?: string;
}

const ZONE = 'Europe/Berlin';
const MONDAY = '2026-06-01T10:20';

export function run(row: Row): Answer {
  const zone = row.zone ?? ZONE;
  const input = inputOf(row, zone);
  const { enrollment, sequence, country, region, now } = input;
  if (row.starts) return shown(startEnrollment(enrollment, sequence, { country, region }), zone);
  if (row.done === undefined) return { ...shown(input.enrollment, zone), ...decided(advance(input), zone) };
  const [step, visit, outcome = null] = row.done.split(' ');
  const after = afterTask(
    enrollment,
    sequence,
    { intentKey: `enr:e1:${step}:${visit}`, outcome },
    { country, region },
    now,
  );
  return after === null ? { state: 'as it was' } : shown(after, zone);
}

function decided({ enrollment, send, tasks, skipped }: AdvanceResult, zone: string): Answer {
  const does = [...tasks, ...(send ? [send] : [])].map(
    ({ step, intentKey }) => `${step.kind} ${intentKey.replace('enr:e1:', '').replace(':', ' ')}`,
  );
  return {
    ...shown(enrollment, zone),
    ...filled('does', does.join(', ')),
    ...filled('skipped', skipped.map(({ step, reason }) => `${step} ${told(reason)}`).join(', ')),
  };
}

function shown(enrollment: Enrollment, zone: string): Answer {
  const { state, step, visit, dueAt, endedAt, lastTouchAt, reason } = enrollment;
  const wall = (at: number | null) => (at === null ? undefined : wallText(at, zone));
  return {
    state,
    visit,
    step: step ?? undefined,
    due: wall(dueAt),
    ended: wall(endedAt),
    touched: wall(lastTouchAt),
    because: reason ? told(reason) : undefined,
    remembers: wall((reason?.facts?.due ?? null) as number | null),
  } as Answer;
}

/** `due` is shown by itself. */
function told({ code, facts }: NonNullable<Enrollment['reason']>): string {
  const { due: _due, ...others } = facts ?? {};
  return [code, ...Object.values(others)].join(' ');
}

function filled(field: string, text: string): Answer {
  return text === '' ? {} : { [field]: text };
}

function inputOf(row: Row, zone: string): AdvanceInput {
  const sequence = sequenceOf(row);
  const now = instantOf(row.now ?? MONDAY, zone);
  const [state, dueAt = MONDAY, leftAt] = row.before?.split(' ') ?? [];
  const [called, calledVisit] = row.called?.split(' ') ?? [];
  const before = {
    dueAt: instantOf(dueAt, zone),
    leftAt: leftAt === undefined ? null : instantOf(leftAt, zone),
    ...(row.by && { channel: row.by, callKey: called === undefined ? null : `enr:e1:${called}:${calledVisit}` }),
  };
  return {
    enrollment: enrollmentOf(row, sequence, zone),
    sequence,
    now,
    country: 'DE',
    region: null,
    campaignState: row.campaign ?? 'live',
    halted: row.stopped === undefined ? null : { code: 'halted', facts: { why: row.stopped } },
    lastMessage: state === undefined ? null : { state: state as MessageState, ...before },
    gate: () => gateOf(row.gate ?? 'send', zone),
    condition: ({ id }) => {
      const answer = row.when?.[id];
      if (answer === undefined) throw new Error(`step ${id} has no condition to ask for`);
      return typeof answer === 'string' ? { unknown: answer } : answer;
    },
  };
}

function enrollmentOf(row: Row, sequence: Sequence, zone: string): Enrollment {
  return {
    workspaceId: 'w1',
    id: 'e1',
    campaignId: 'c1',
    leadId: 'l1',
    generation: 1,
    sequence: 's1',
    playbookHash: 'p1',
    decisionId: 'd1',
    state: 'waiting',
    step: row.at === undefined ? (sequence.steps[0]?.id ?? null) : row.at === 'over' ? null : row.at,
    visit: row.visit ?? 1,
    dueAt: instantOf(row.due ?? row.now ?? MONDAY, zone),
    reason: { code: 'min-gap' },
    zone,
    scoreMillionths: 0,
    startedAt: instantOf(MONDAY, zone),
    watchedFrom: null,
    lastMessageId: row.before === undefined ? null : 'm1',
    lastTouchAt: row.touched === undefined ? null : instantOf(row.touched, zone),
    endedAt: null,
  };
}

function gateOf(text: string, zone: string): GateAnswer {
  const [verdict, until] = text.split(' ');
  if (verdict === 'refuse') return { verdict, reasons: [{ code: 'suppressed' }] };
  if (verdict !== 'hold') return { verdict: 'send' };
  return { verdict, until: until === undefined ? null : instantOf(until, zone), reasons: [{ code: 'cap-reached' }] };
}

function sequenceOf({ steps, when, days = [1, 2, 3, 4, 5], late = '24 send', gap = 24 }: Row): Sequence {
  const [afterHours, then] = late.split(' ');
  return {
    name: 's1',
    title: '',
    goal: '',
    window: { days, fromMinute: 9 * 60, toMinute: 17 * 60, skipHolidays: true, fallbackZone: 'UTC' },
    late: { afterHours: Number(afterHours), then: then as Sequence['late']['then'] },
    minGapHours: gap,
    reentry: { allowed: false, afterDays: 0 },
    reactions: [],
    steps: steps === 'none' ? [] : steps.split('; ').map((text) => stepOf(text, when ?? {})),
  };
}

function stepOf(text: string, when: NonNullable<Row['when']>): Step {
  const [id = '', kind, day, then = '', otherwise = ''] = text.split(' ');
  const base = { id, day: Number(day), when: id in when ? 'facts.x' : null };
  switch (kind) {
    case 'email':
      return { ...base, kind, variants: [{ template: id, weight: 1 }], ...ownLateness(then) };
    case 'sms':
      return { ...base, kind, variants: [{ template: id, weight: 1 }], otherwise: then || null };
    case 'voice':
      return {
        ...{ ...base, kind, variants: [{ template: id, weight: 1 }], otherwise: then || null },
        ...{ agent: 'a1', tries: 3, againHours: 24 },
      };
    case 'task':
      return { ...base, kind, title: id, outcomes: [] };
    case 'hand-off':
      return { ...base, kind, to: 'sales' };
    case 'branch':
      return { ...base, kind, then, otherwise };
    case 'wait':
      return { ...base, kind, ...(then === '' ? {} : { forHours: Number(then) }) };
    case 'goal':
      return { ...base, kind };
    default:
      throw new Error(`"${text}" is no step`);
  }
}

/** `skip`: what is more than twelve hours late is passed over. */
function ownLateness(then: string): Partial<EmailStep> {
  return then === ''
    ? {}
    : { late: Object.assign({ afterHours: 12 }, Object.fromEntries([['then', then]])) as unknown as Lateness };
}
