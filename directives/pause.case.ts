/** Runs a row of pause.md. */
import type { Lateness, Sequence } from '../src/domain/playbook/playbook.ts';
import type { Reason } from '../src/domain/reason.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import {
  cancelled,
  keepsBack,
  letGo,
  lifted,
  type PauseCode,
  paused,
  pauseOf,
  pauseOfLead,
  underneath,
  whilePaused,
} from '../src/domain/sequence/pause.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  /** `due - 10`, `waiting held-replied 30`: state, reason, hours from now. */
  readonly passage?: string;
  readonly over?: PauseCode;
  readonly do?: string;
  readonly decided?: string;
  readonly late?: string;
  readonly own?: string;
  readonly step?: string;
}

type Answer = Readonly<Record<string, string | number | undefined>>;

const HOUR_MS = 3_600_000;
const BERLIN = 'Europe/Berlin';
const NOW = instantOf('2026-06-03T10:00', BERLIN);

export function run(row: Row): Answer {
  if (row.decided !== undefined) return messageAfter(row, row.decided);
  const bare = passageOf(row.passage ?? '');
  const ann = { by: 'Ann', at: NOW - 24 * HOUR_MS, why: '' };
  const before = row.over === undefined ? bare : paused(bare, { code: row.over, ...ann });
  if (row.do === 'keep') return kept(before);
  const after = done(before, row.do ?? '');
  if (after === null) return { passage: 'not so paused' };
  const facts = pauseOf(after) === null ? {} : after.reason?.facts;
  return {
    passage: shown(after),
    beneath: shown(underneath(after)),
    told:
      facts?.by === undefined
        ? undefined
        : [facts.by, (Date.parse(String(facts.since)) - NOW) / HOUR_MS, facts.why]
            .filter((part) => part !== undefined)
            .join(' '),
  };
}

function done(before: Enrollment, what: string): Enrollment | null {
  const bob = { by: 'Bob', at: NOW, why: 'wrong person' };
  switch (what) {
    case 'pause':
      return paused(before, { code: 'paused', ...bob });
    case 'pause lead':
      return paused(before, pauseOfLead({ kind: 'person', ...bob }));
    case 'stop':
      return paused(before, pauseOfLead({ kind: 'opt-out', ...bob }));
    case 'resume':
      return lifted(before, 'paused', NOW);
    case 'resume lead':
      return lifted(before, 'lead-paused', NOW);
    case 'cancel':
      return cancelled(before, { code: 'enrollment-cancelled' }, NOW);
    default:
      return whilePaused(before, (inner) => ({ enrollment: beneath(inner, what) })).enrollment;
  }
}

function beneath(inner: Enrollment, what: string): Enrollment {
  if (what === 'nothing') return inner;
  if (what === 'end') return cancelled(inner, { code: 'replied' }, NOW);
  return { ...inner, state: 'waiting', dueAt: NOW + 72 * HOUR_MS, reason: { code: 'held-replied' } };
}

function kept(of: Enrollment): Answer {
  const found = keepsBack(of);
  if (found === null) return { kept: 'nothing' };
  const { since: _since, ...facts } = found.reason.facts ?? {};
  const until = found.until === null ? undefined : (found.until - NOW) / HOUR_MS;
  return { kept: [found.reason.code, ...Object.values(facts)].join(' '), until };
}

function shown({ state, reason, dueAt, endedAt, step }: Enrollment): string {
  const due = dueAt === null ? '-' : String((dueAt - NOW) / HOUR_MS);
  const over = state === 'ended' && (endedAt !== NOW || step !== null) ? ' not ended now' : '';
  return `${state} ${reason?.code ?? '-'} ${due}${over}`;
}

function passageOf(text: string): Enrollment {
  const [state, code, due] = text.split(' ');
  const ended = state === 'ended';
  return {
    workspaceId: 'w1',
    id: 'e1',
    campaignId: 'c1',
    leadId: 'l1',
    generation: 1,
    sequence: 's1',
    playbookHash: 'p1',
    decisionId: 'd1',
    state: state as Enrollment['state'],
    step: ended ? null : 'hello',
    visit: 1,
    dueAt: due === '-' ? null : NOW + Number(due) * HOUR_MS,
    reason: code === '-' ? null : ({ code } as Reason),
    zone: BERLIN,
    scoreMillionths: 0,
    startedAt: 0,
    lastMessageId: null,
    lastTouchAt: null,
    endedAt: ended ? NOW : null,
    watchedFrom: null,
  };
}

function messageAfter({ late, own, step }: Row, decided: string): Answer {
  const sequence = late === undefined ? null : sequenceOf(late, own);
  const message = { intentKey: `enr:e1:${step}:1`, createdAt: instantOf(decided, BERLIN) };
  const { to, dueAt, reason } = letGo(message, sequence, { now: NOW, zone: BERLIN, country: 'DE', region: null });
  const because = reason === null ? [] : [reason.code, ...Object.values(reason.facts ?? {})];
  return { goes: [to, ...because].join(' '), 'not before': wallText(dueAt, BERLIN) };
}

function sequenceOf(late: string, own: string | undefined): Sequence {
  const never = late.endsWith(' never');
  return {
    name: 's1',
    title: '',
    goal: '',
    window: {
      days: never ? [] : [1, 2, 3, 4, 5],
      fromMinute: 540,
      toMinute: 1020,
      skipHolidays: true,
      fallbackZone: 'UTC',
    },
    late: latenessIn(late),
    minGapHours: 20,
    reentry: { allowed: false, afterDays: 0 },
    reactions: [],
    steps: [
      {
        id: 'hello',
        day: 0,
        when: null,
        kind: 'email',
        variants: [{ template: 'hello', weight: 1 }],
        ...(own === undefined ? {} : { late: latenessIn(own) }),
      },
    ],
  };
}

function latenessIn(text: string): Lateness {
  const [hours, then] = text.split(' ');
  return Object.assign({ afterHours: Number(hours) }, Object.fromEntries([['then', then]])) as unknown as Lateness;
}
