/** Runs a row of steering.md. */
import type { MessageState } from '../src/domain/message.ts';
import type { ReactionAction, Sequence, WaitStep } from '../src/domain/playbook/playbook.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import { resumed, standsAt, steered, touched, type UnderWay } from '../src/domain/sequence/steer.ts';

interface Row {
  /** `hold 3`, `go-to offer`, `touch`, `resume`, `stand`. */
  readonly do: string;
  readonly step?: string;
  /** Hours that the step `offer` lets pass. */
  readonly waits?: number;
  readonly visit?: number;
  /** Hours from now; null = not by itself. */
  readonly due?: number | null;
  readonly state?: Enrollment['state'];
  readonly because?: string;
  /** Hours from now. */
  readonly touched?: number;
  /** `queued hello 1`: the message before, its step and visit. */
  readonly last?: string;
  /** Hours since the event. */
  readonly ago?: number;
  /** Hours since it ended, for the reason and the event that `because` names. */
  readonly ended?: number;
  /** Hours from now from which touches are watched; null = from its start. */
  readonly watched?: number | null;
}

type Answer = Readonly<Record<string, string | number | undefined>>;

const HOUR_MS = 3_600_000;
const NOW = 1_000 * HOUR_MS;

export function run(row: Row): Answer {
  const of = waiting(underWay(row), row.waits);
  const at = NOW - (row.ago ?? 0) * HOUR_MS;
  if (row.do === 'stand') return { stands: standsAt(of) ?? 'nowhere' };
  if (row.do === 'touch') return shown(touched(of, at));
  if (row.do === 'resume') {
    const free = resumed(of.enrollment, NOW);
    if (row.watched !== undefined) return { watched: ((free?.watchedFrom ?? 0) - NOW) / HOUR_MS };
    return free === null ? { state: 'not held' } : shown(free);
  }
  return shown(steered(of, actionOf(row.do), { code: 'human-touch', facts: { event: 'evt1' }, at, now: NOW }));
}

function waiting(of: UnderWay, forHours: number | undefined): UnderWay {
  if (forHours === undefined) return of;
  const steps = of.sequence.steps.map((step) => (step.id === 'offer' ? { ...(step as WaitStep), forHours } : step));
  return { ...of, sequence: { ...of.sequence, steps } };
}

function actionOf(text: string): ReactionAction {
  const [kind, what] = text.split(' ');
  if (kind === 'go-to') return { kind, step: what ?? '' };
  return { kind, to: 'sales', days: what === undefined ? null : Number(what) } as ReactionAction;
}

function shown({ state, step, visit, dueAt, endedAt, lastTouchAt, reason }: Enrollment): Answer {
  const hours = (at: number | null) => (at === null ? undefined : (at - NOW) / HOUR_MS);
  return {
    state: endedAt !== null && endedAt !== NOW ? `${state} ${(NOW - endedAt) / HOUR_MS} hours ago` : state,
    step: step ?? undefined,
    visit,
    due: hours(dueAt),
    touched: hours(lastTouchAt),
    because: reason === null ? undefined : [reason.code, ...Object.values(reason.facts ?? {})].join(' '),
  };
}

function underWay({
  step = 'idea',
  visit = 1,
  due = 10,
  state = 'due',
  because,
  touched: last,
  last: made,
  ended,
  watched = null,
}: Row): UnderWay {
  const [code = '', event] = because?.split(' ') ?? [];
  const [messageState, madeBy = '', madeOn] = made?.split(' ') ?? [];
  return {
    enrollment: {
      workspaceId: 'w1',
      id: 'e1',
      campaignId: 'c1',
      leadId: 'l1',
      generation: 1,
      sequence: 's1',
      playbookHash: 'p1',
      decisionId: 'd1',
      state,
      step,
      visit,
      dueAt: due === null ? null : NOW + due * HOUR_MS,
      reason: because === undefined ? null : { code, ...(event === undefined ? {} : { facts: { event } }) },
      zone: 'UTC',
      scoreMillionths: 0,
      startedAt: 0,
      lastMessageId: made === undefined ? null : 'm1',
      lastTouchAt: last === undefined ? null : NOW + last * HOUR_MS,
      endedAt: ended === undefined ? null : NOW - ended * HOUR_MS,
      watchedFrom: watched === null ? null : NOW + watched * HOUR_MS,
    },
    sequence: SEQUENCE,
    last:
      messageState === undefined
        ? null
        : { id: 'm1', state: messageState as MessageState, step: madeBy, visit: Number(madeOn) },
  };
}

const SEQUENCE: Sequence = {
  name: 's1',
  title: '',
  goal: '',
  window: { days: [1, 2, 3, 4, 5], fromMinute: 0, toMinute: 1440, skipHolidays: false, fallbackZone: 'UTC' },
  late: { afterHours: 24, then: 'send' },
  minGapHours: 20,
  reentry: { allowed: false, afterDays: 0 },
  reactions: [],
  steps: ['hello', 'idea', 'offer'].map((id, i): WaitStep => ({ id, day: 5 * i, when: null, kind: 'wait' })),
};
