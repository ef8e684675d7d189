/**
 * What a due enrollment does next: send, wait, skip, branch, end. Pure; the rule is directives/advance.md.
 * Owns the order of steps and the reasons; permission is the gate's, hours are the calendar's, words are the template's.
 */
import { stepDue } from '../calendar/step-due.ts';
import { nextInWindow } from '../calendar/window.ts';
import type { CampaignState } from '../campaign/campaign.ts';
import type { GateAnswer } from '../consent/gate.ts';
import { LIMITS } from '../limits.ts';
import type { MessageChannel, MessageState } from '../message.ts';
import type {
  BranchStep,
  GoalStep,
  HandOffStep,
  MessageStep,
  Sequence,
  Step,
  TaskStep,
  WaitStep,
} from '../playbook/playbook.ts';
import type { Reason } from '../reason.ts';
import { type Enrollment, stepIntentKey } from './enrollment.ts';
import { latenessOf, whenLate } from './lateness.ts';
import { whilePaused } from './pause.ts';
import { waitHours } from './steer.ts';

const HOUR_MS = 3_600_000;
/** An open message is looked at again after this at the earliest, ms. */
const OPEN_MESSAGE_WAIT_MS = HOUR_MS;
/** After this long without a bounce an unconfirmed message no longer holds its sequence up, ms. */
const UNCONFIRMED_WAIT_MS = 48 * HOUR_MS;
/** While a call lasts its enrollment is looked at again after this, ms; its end wakes it at once. */
const CALL_WAIT_MS = HOUR_MS;

/** Truth of a step's condition; unknown where a fact it needs is not known. */
export type ConditionAnswer = true | false | { readonly unknown: string };

/** How far the message before this one has come. */
export interface LastMessage {
  readonly state: MessageState;
  /** When it is due itself: later than now where a cap or a closed window holds it. */
  readonly dueAt: number;
  /** When it left, hours after it was decided it may be; null = it did not, or it was turned away. */
  readonly leftAt: number | null;
  /** Absent = e-mail. */
  readonly channel?: MessageChannel;
  /** Intent key of a call: its step is not over before it is. Absent or null = it is no call. */
  readonly callKey?: string | null;
}

/** What a due enrollment is decided on. */
export interface AdvanceInput {
  readonly enrollment: Enrollment;
  readonly sequence: Sequence;
  readonly now: number;
  readonly country: string | null;
  readonly region: string | null;
  readonly campaignState: CampaignState;
  /** What a person stopped, as a reason; null = nothing. */
  readonly halted: Reason | null;
  /** The enrollment's last message; null = none yet. */
  readonly lastMessage: LastMessage | null;
  /** Asked only for a step that sends: by which way. */
  gate(channel: MessageChannel): GateAnswer;
  /** Asked only for a step with a condition. */
  condition(step: Step): ConditionAnswer;
}

/** What a due enrollment comes to. */
export interface AdvanceResult {
  readonly enrollment: Enrollment;
  /** The step that sends now, under which visit; null = nothing is sent. */
  readonly send: { readonly step: MessageStep; readonly intentKey: string } | null;
  /** Steps that give a person something to do; in order. */
  readonly tasks: readonly { readonly step: TaskStep | HandOffStep; readonly intentKey: string }[];
  /** Steps passed over, with why; in order. */
  readonly skipped: readonly { readonly step: string; readonly reason: Reason }[];
}

/** Decides one due enrollment. The same input gives the same result, for ever. */
export function advance(input: AdvanceInput): AdvanceResult {
  const held = heldBefore(input);
  if (held) return { enrollment: held, send: null, tasks: [], skipped: [] };
  return new Walk(input).run();
}

/** The first due time of a lead that starts now: a `due` enrollment at the first step, or ended where there is none. */
export function startEnrollment(
  draft: Omit<
    Enrollment,
    'state' | 'step' | 'visit' | 'dueAt' | 'reason' | 'watchedFrom' | 'endedAt' | 'lastMessageId' | 'lastTouchAt'
  >,
  sequence: Sequence,
  place: { readonly country: string | null; readonly region: string | null },
): Enrollment {
  const nothing = { watchedFrom: null, lastMessageId: null, lastTouchAt: null, reason: null, endedAt: null } as const;
  const open = { ...draft, ...nothing, visit: 1 };
  return comeTo(
    { ...open, state: 'due', step: null, dueAt: null },
    sequence,
    sequence.steps[0],
    place,
    draft.startedAt,
  );
}

/**
 * A person did the task of this intent key: the enrollment goes on at the step that the outcome names, at the next one
 * without an outcome. Null = it does not wait for this task any more. However long the task took, what follows is not late.
 */
export function afterTask(
  enrollment: Enrollment,
  sequence: Sequence,
  task: { readonly intentKey: string; readonly outcome: string | null },
  place: { readonly country: string | null; readonly region: string | null },
  now: number,
): Enrollment | null {
  const { step, visit } = enrollment;
  if (step === null || stepIntentKey(enrollment.id, step, visit) !== task.intentKey) return null;
  const from = indexOf(sequence.steps, step);
  const to = task.outcome === null ? from + 1 : indexOf(sequence.steps, task.outcome);
  return whilePaused(enrollment, (inner) => {
    const again = to <= from ? { ...inner, visit: visit + 1 } : inner;
    const moved = comeTo(again, sequence, sequence.steps[to], place, now);
    return { enrollment: moved.dueAt === null ? moved : { ...moved, dueAt: Math.max(moved.dueAt, now) } };
  }).enrollment;
}

/** Reasons that stand before any step: the campaign, or the message before this one. */
function heldBefore(input: AdvanceInput): Enrollment | null {
  const { enrollment, campaignState, halted, lastMessage, now } = input;
  if (campaignState === 'finished') return ended(enrollment, { code: 'campaign-finished' }, now);
  if (campaignState === 'cancelled') return ended(enrollment, { code: 'campaign-cancelled' }, now);
  if (halted !== null) return parked(enrollment, halted);
  if (campaignState !== 'live') return parked(enrollment, { code: 'campaign-paused' });
  if (lastMessage === null) return null;
  if (lastMessage.channel === 'voice' && lastMessage.state === 'sent')
    return waiting(enrollment, CALLING, now + CALL_WAIT_MS);
  if (lastMessage.state === 'unconfirmed') {
    const until = (lastMessage.leftAt ?? now) + UNCONFIRMED_WAIT_MS;
    return until > now ? waiting(enrollment, { code: 'previous-unconfirmed' }, until) : null;
  }
  if (!OPEN_STATES.has(lastMessage.state)) return null;
  const again = Math.max(now + OPEN_MESSAGE_WAIT_MS, lastMessage.dueAt);
  return waiting(enrollment, { code: 'previous-message-open' }, again);
}

/** Waits until somebody acts, and remembers when it was due: once it goes on, its step goes by its lateness policy. */
function parked(enrollment: Enrollment, { code, facts }: Reason): Enrollment {
  return waiting(enrollment, { code, facts: { ...facts, due: enrollment.dueAt } }, null);
}

const CALLING: Reason = { code: 'call-under-way' };
const OPEN_STATES: ReadonlySet<MessageState> = new Set(['queued', 'claimed', 'sending', 'held']);

/** One pass over the steps that are due, until one sends, waits or ends. */
class Walk {
  readonly #input: AdvanceInput;
  readonly #skipped: AdvanceResult['skipped'][number][] = [];
  readonly #tasks: AdvanceResult['tasks'][number][] = [];
  #enrollment: Enrollment;

  constructor(input: AdvanceInput) {
    this.#input = input;
    this.#enrollment = { ...input.enrollment, state: 'due', reason: null };
  }

  run(): AdvanceResult {
    for (let turn = 0; turn < LIMITS.sequenceSteps; turn++) {
      const step = this.#input.sequence.steps.find((candidate) => candidate.id === this.#enrollment.step);
      if (!step) return this.#result(ended(this.#enrollment, { code: 'completed' }, this.#input.now));
      const result = this.#take(step);
      if (result) return result;
      const { dueAt } = this.#enrollment;
      if (dueAt === null || dueAt > this.#input.now) return this.#result(this.#enrollment);
    }
    return { ...this.#result(ended(this.#enrollment, { code: 'endless-loop' }, this.#input.now)), tasks: [] };
  }

  /** Null = the walk goes on with the step the enrollment now stands at. */
  #take(step: Step): AdvanceResult | null {
    if (step.kind === 'branch') return this.#branch(step);
    if (step.kind === 'goal') return this.#goal(step);
    const unmet = this.#unmet(step);
    if (unmet) return this.#skip(step, unmet);
    switch (step.kind) {
      case 'email':
      case 'sms':
        return this.#message(step);
      case 'voice':
        // The call was made, and is over: it was looked at before any step.
        return this.#isCalled(step) ? this.#goOn(step) : this.#message(step);
      case 'task':
        this.#give(step);
        return this.#result(waiting(this.#enrollment, { code: 'task-open', facts: { step: step.id } }, null));
      case 'hand-off':
        this.#give(step);
        return this.#goOn(step);
      case 'wait':
        return this.#afterWait(step);
    }
  }

  #unmet(step: Step): Reason | null {
    if (step.when === null) return null;
    const answer = this.#input.condition(step);
    if (answer === true) return null;
    if (answer === false) return { code: 'condition-false', facts: { step: step.id } };
    return { code: 'condition-unknown', facts: { step: step.id, why: answer.unknown } };
  }

  #isCalled({ id }: Step): boolean {
    const { visit } = this.#enrollment;
    return this.#input.lastMessage?.callKey === stepIntentKey(this.#enrollment.id, id, visit);
  }

  #message(step: MessageStep): AdvanceResult | null {
    const { now, sequence, country, region } = this.#input;
    const restedAt = this.#restedAt();
    if (restedAt > now) return this.#hold({ code: 'min-gap' }, restedAt);
    const dueAt = this.#enrollment.dueAt ?? now;
    const { zone } = this.#enrollment;
    const late = whenLate(latenessOf(sequence, step), sequence, { dueAt, now, zone, country, region });
    if (late.kind === 'skip') return this.#skip(step, { code: 'too-late', facts: { step: step.id } });
    if (late.kind === 'wait') return this.#hold({ code: 'late-next-window', facts: { step: step.id } }, late.at);
    const opening = nextInWindow(now, this.#enrollment.zone, sequence.window, { country, region });
    if (opening.at !== now) return this.#hold(opening.reasons[0] ?? { code: 'never-open' }, opening.at);
    return this.#leave(step, this.#input.gate(step.kind));
  }

  #leave(step: MessageStep, answer: GateAnswer): AdvanceResult | null {
    const { now } = this.#input;
    if (answer.verdict === 'refuse') return this.#refused(step, answer.reasons[0] ?? { code: 'refused' });
    if (answer.verdict === 'hold') return this.#held(step, answer.reasons[0] ?? { code: 'held' }, answer.until);
    const intentKey = stepIntentKey(this.#enrollment.id, step.id, this.#enrollment.visit);
    this.#enrollment = { ...this.#enrollment, lastTouchAt: now };
    if (step.kind === 'voice') this.#enrollment = waiting(this.#enrollment, CALLING, now + CALL_WAIT_MS);
    else this.#goOn(step);
    return { ...this.#result(this.#enrollment), send: { step, intentKey } };
  }

  /** Whoever may not be written to by e-mail gets nothing more; whoever may not be reached by phone may be by another way. */
  #refused(step: MessageStep, reason: Reason): AdvanceResult | null {
    if (step.kind === 'email') return this.#result(ended(this.#enrollment, reason, this.#input.now));
    this.#skipped.push({ step: step.id, reason });
    return step.otherwise === null ? this.#goOn(step) : this.#goTo(step, step.otherwise);
  }

  /** What only a person can bring, proof of an opt-in say, is not waited for where another step stands in. */
  #held(step: MessageStep, reason: Reason, until: number | null): AdvanceResult | null {
    if (until !== null || step.kind === 'email' || step.otherwise === null) return this.#hold(reason, until);
    this.#skipped.push({ step: step.id, reason });
    return this.#goTo(step, step.otherwise);
  }

  /** End of the gap since the message before left, which a cap or a retry may have made later than its step. */
  #restedAt(): number {
    const { lastMessage, sequence, now } = this.#input;
    return lastMessage?.leftAt == null ? now : lastMessage.leftAt + sequence.minGapHours * HOUR_MS;
  }

  #branch(step: BranchStep): null {
    return this.#goTo(step, this.#input.condition(step) === true ? step.then : step.otherwise);
  }

  #goTo(step: Step, target: string): null {
    const { steps } = this.#input.sequence;
    const back = indexOf(steps, target) <= indexOf(steps, step.id);
    if (back) this.#enrollment = { ...this.#enrollment, visit: this.#enrollment.visit + 1 };
    this.#comeTo(steps[indexOf(steps, target)]);
    return null;
  }

  #goal(step: GoalStep): AdvanceResult | null {
    if (step.when !== null && this.#input.condition(step) !== true) return this.#goOn(step);
    return this.#result(ended(this.#enrollment, { code: 'goal-reached', facts: { step: step.id } }, this.#input.now));
  }

  #give(step: TaskStep | HandOffStep): void {
    this.#tasks.push({ step, intentKey: stepIntentKey(this.#enrollment.id, step.id, this.#enrollment.visit) });
  }

  /** What follows a wait that counted from when the lead came to it is due at once, whatever its own day is. */
  #afterWait(step: WaitStep): null {
    const { steps } = this.#input.sequence;
    const next = steps[indexOf(steps, step.id) + 1];
    if (waitHours(step) === null || next === undefined || waitHours(next) !== null) return this.#goOn(step);
    this.#enrollment = { ...this.#enrollment, state: 'due', step: next.id, dueAt: this.#input.now, reason: null };
    return null;
  }

  #skip(step: Step, reason: Reason): null {
    this.#skipped.push({ step: step.id, reason });
    return this.#goOn(step);
  }

  #goOn(step: Step): null {
    const { steps } = this.#input.sequence;
    this.#comeTo(steps[indexOf(steps, step.id) + 1]);
    return null;
  }

  #comeTo(step: Step | undefined): void {
    const { sequence, now, country, region } = this.#input;
    this.#enrollment = comeTo(this.#enrollment, sequence, step, { country, region }, now);
  }

  #hold(reason: Reason, until: number | null): AdvanceResult {
    return this.#result(waiting(this.#enrollment, reason, until));
  }

  #result(enrollment: Enrollment): AdvanceResult {
    return { enrollment, send: null, tasks: this.#tasks, skipped: this.#skipped };
  }
}

/** Stands the enrollment at a step, due when the calendar says; without a step it has completed. */
function comeTo(
  enrollment: Enrollment,
  sequence: Sequence,
  step: Step | undefined,
  place: { readonly country: string | null; readonly region: string | null },
  now: number,
): Enrollment {
  if (!step) return ended(enrollment, { code: 'completed' }, now);
  const waits = waitHours(step);
  if (waits !== null) return { ...enrollment, state: 'due', step: step.id, dueAt: now + waits * HOUR_MS, reason: null };
  const gap = sequence.minGapHours * HOUR_MS;
  const due = stepDue({
    startedAt: enrollment.startedAt,
    day: step.day,
    zone: enrollment.zone,
    window: sequence.window,
    notBefore: enrollment.lastTouchAt === null ? null : enrollment.lastTouchAt + gap,
    ...place,
  });
  if (due.at === null) return { ...waiting(enrollment, due.reasons[0] ?? { code: 'never-open' }, null), step: step.id };
  return { ...enrollment, state: 'due', step: step.id, dueAt: due.at, reason: null };
}

function waiting(enrollment: Enrollment, reason: Reason, until: number | null): Enrollment {
  return { ...enrollment, state: 'waiting', reason, dueAt: until };
}

function ended(enrollment: Enrollment, reason: Reason, now: number): Enrollment {
  return { ...enrollment, state: 'ended', step: null, dueAt: null, reason, endedAt: now };
}

function indexOf(steps: readonly Step[], id: string): number {
  return steps.findIndex((step) => step.id === id);
}
