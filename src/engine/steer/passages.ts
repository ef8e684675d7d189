/**
 * A person pauses, resumes or cancels what a lead goes through: one passage, those of a campaign, or the lead in all it is in. Owns
 * which passages and messages that is; what becomes of them is `domain/sequence/pause`. Each act is one transaction.
 */
import type { Reason } from '../../domain/reason.ts';
import { type Enrollment, isOpen } from '../../domain/sequence/enrollment.ts';
import {
  cancelled,
  HELD,
  letGo,
  lifted,
  type PauseCode,
  paused,
  pauseOf,
  pauseOfLead,
  pauseReason,
} from '../../domain/sequence/pause.ts';
import { resumed } from '../../domain/sequence/steer.ts';
import { HELD_AGAIN_MS } from '../deliver/envelope.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { MessageKept, PassageOutcome, PassagesOfLead, UnsentMessage } from '../store-port.ts';

/** Whose passages, and by whom. */
export interface Act {
  readonly workspaceId: string;
  readonly leadId: string;
  /** Only in this campaign; null = in any. */
  readonly campaignId: string | null;
  /** Only this one; null = any. */
  readonly enrollmentId: string | null;
  readonly by: string;
  readonly why: string;
}

/** What an act came to. */
export interface Acted {
  /** Passages that are not as they were. */
  readonly changed: number;
  /** Messages that were kept back, let go or refused. */
  readonly messages: number;
  /** The passages that it was about, as they are now; of those that were over before, none. */
  readonly enrollments: readonly Enrollment[];
}

/** What a decision comes to, with the passages that it looked at. */
interface Decided extends PassageOutcome {
  readonly looked: readonly Enrollment[];
}

type Decide = (of: PassagesOfLead, now: number) => Decided;

/** Runs one act. Playbooks are at hand; a decision may be asked for twice, the last one counts. */
async function act(engine: Engine, { workspaceId, leadId }: Act, decide: Decide): Promise<Acted> {
  await engine.playbooks.refresh();
  const now = engine.clock.now();
  let decided: Decided = { looked: [], enrollments: [], messages: [] };
  await engine.store.work.change({
    workspaceId,
    leadId,
    decide(of) {
      decided = decide(of, now);
      return decided;
    },
  });
  const moved = new Map(decided.enrollments.map((one) => [one.id, one]));
  return {
    changed: decided.enrollments.length,
    messages: decided.messages.length,
    enrollments: decided.looked.map((one) => moved.get(one.id) ?? one),
  };
}

/** Pauses passages. Twice is once. Errors: refusals `not-enrolled`, `already-ended`. */
export function pauseEnrollments(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => {
    const { by, why } = wish;
    const mine = underWay(of, wish);
    const pause = { code: 'paused', by, why, at: now } as const;
    const enrollments = changed(mine, (one) => paused(one, pause));
    return { looked: mine, enrollments, messages: keptBack(unsentOf(of, mine), pauseReason(pause), now) };
  });
}

/** Pauses a lead: what it goes through, and what it would be enrolled in. Twice is once. */
export function pauseLead(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => pausingLead(of, now, wish));
}

/** What a lead's pause does to what it goes through. */
export function pausingLead(of: PassagesOfLead, now: number, { by, why }: Pick<Act, 'by' | 'why'>): Decided {
  const pause = of.pause ?? ({ kind: 'person', by, why, at: now } as const);
  const open = of.passages.map(({ enrollment }) => enrollment).filter(isOpen);
  const laid = pauseOfLead(pause);
  const enrollments = changed(open, (one) => paused(one, laid));
  return { looked: open, enrollments, messages: keptBack(of.unsent, pauseReason(laid), now), pause };
}

/**
 * Lets passages go on that a person paused or an event holds; under a pause of the lead they go on once that is lifted. Touches by
 * others before now keep nothing back any more. Errors: refusals `not-enrolled`, `already-ended`, `lead-paused`, `not-held`.
 */
export async function resumeEnrollments(engine: Engine, wish: Act): Promise<Acted> {
  const { workspaceId, leadId, campaignId } = wish;
  const messages = await engine.store.work.letGoOn({ workspaceId, leadId, campaignId, now: engine.clock.now() });
  try {
    return await act(engine, wish, (of, now) => resuming(engine, wish, of, now));
  } catch (error) {
    if (messages > 0 && error instanceof Refusal && error.code === 'not-held') return { ...NOTHING, messages };
    throw error;
  }
}

const NOTHING: Acted = { changed: 0, messages: 0, enrollments: [] };

function resuming(engine: Engine, wish: Act, of: PassagesOfLead, now: number): Decided {
  const mine = underWay(of, wish);
  const free = changed(mine, (one) => lifted(one, 'paused', now) ?? resumed(one, now) ?? one);
  if (free.length === 0) throw notHeld(mine);
  const ids = new Set(free.map(({ id }) => id));
  const waiting = of.unsent.filter((one) => ids.has(one.enrollmentId ?? '') && wasKeptBack(one, 'paused'));
  const { pause } = of;
  if (pause === null) return { looked: mine, enrollments: free, messages: goOn(engine, of, waiting, now) };
  const laid = pauseOfLead(pause);
  const messages = waiting.map((one) => held(one, pauseReason(laid), now));
  return { looked: mine, enrollments: free.map((one) => paused(one, laid)), messages };
}

/** Lifts the pause of a lead. Errors: refusals `not-paused`, `opt-out-review`. */
export function resumeLead(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => {
    if (of.pause?.kind === 'opt-out') {
      const hint = 'rekindle suppress decide LEAD --rest allow, or --rest refuse';
      throw new Refusal('opt-out-review', 'the lead said STOP by text or phone; decide on the other ways', hint);
    }
    return lifting(engine, of, now);
  });
}

/** After a STOP by text or phone: the other ways are allowed. Errors: refusal `nothing-to-decide`. */
export function allowRest(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => {
    if (of.pause?.kind !== 'opt-out') throw nothingToDecide();
    return lifting(engine, of, now);
  });
}

/** After a STOP by text or phone: nothing goes by any way. What it is in ends. Errors: refusal `nothing-to-decide`. */
export function refuseRest(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => {
    if (of.pause?.kind !== 'opt-out') throw nothingToDecide();
    const open = of.passages.map(({ enrollment }) => enrollment).filter(isOpen);
    return { ...ending(open, of.unsent, because('opted-out', wish), now), pause: null };
  });
}

function nothingToDecide(): Refusal {
  return new Refusal(
    'nothing-to-decide',
    'the lead waits for no such decision',
    'rekindle suppress review lists those who do',
  );
}

/** What lifting a lead's pause does to what it goes through. Errors: refusal `not-paused`. */
export function lifting(engine: Engine, of: PassagesOfLead, now: number): Decided {
  if (of.pause === null) {
    throw new Refusal('not-paused', 'nobody paused this lead', 'rekindle lead show says what it waits for');
  }
  const { code } = pauseOfLead(of.pause);
  const open = of.passages.map(({ enrollment }) => enrollment).filter(isOpen);
  const free = changed(open, (one) => lifted(one, code, now) ?? one);
  const waiting = of.unsent.filter((one) => one.reason?.code === code);
  return { looked: open, enrollments: free, messages: goOn(engine, of, waiting, now), pause: null };
}

/** Ends passages for good; what has not left is refused. Errors: refusals `not-enrolled`, `already-ended`. */
export function cancelEnrollments(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) => {
    const mine = underWay(of, wish, true);
    return ending(mine, unsentOf(of, mine), because('enrollment-cancelled', wish), now);
  });
}

/** Ends everything that a lead is in. Errors: refusals `not-enrolled`, `already-ended`. */
export function cancelLead(engine: Engine, wish: Act): Promise<Acted> {
  return act(engine, wish, (of, now) =>
    ending(underWay(of, wish, true), of.unsent, because('lead-cancelled', wish), now),
  );
}

/** What ending one passage for good does. */
export function endingOne(
  of: PassagesOfLead,
  enrollmentId: string,
  now: number,
  { by, why }: Pick<Act, 'by' | 'why'>,
): PassageOutcome {
  const mine = of.passages.map(({ enrollment }) => enrollment).filter(({ id }) => id === enrollmentId);
  const facts = why === '' ? { by } : { by, why };
  return ending(mine, unsentOf(of, mine), { code: 'enrollment-cancelled', facts }, now);
}

function ending(mine: readonly Enrollment[], unsent: readonly UnsentMessage[], reason: Reason, now: number): Decided {
  const messages = unsent.map(({ id }): MessageKept => ({ id, to: 'refused', reason, dueAt: now }));
  return { looked: mine, enrollments: changed(mine, (one) => cancelled(one, reason, now)), messages };
}

function because(code: string, { by, why }: Act): Reason {
  return { code, facts: why === '' ? { by } : { by, why } };
}

/**
 * The passages that an act is about: those that are not over, or whose last message has not left. `again`: one that a person
 * cancelled before is no refusal, so that saying it twice is saying it once.
 */
function underWay(of: PassagesOfLead, { campaignId, enrollmentId }: Act, again = false): readonly Enrollment[] {
  const meant = of.passages
    .map(({ enrollment }) => enrollment)
    .filter((one) => campaignId === null || one.campaignId === campaignId)
    .filter((one) => enrollmentId === null || one.id === enrollmentId);
  const unsent = new Set(of.unsent.map((message) => message.enrollmentId));
  const mine = meant.filter((one) => isOpen(one) || unsent.has(one.id));
  if (mine.length > 0) return mine;
  const last = meant.at(-1);
  if (!last) throw new Refusal('not-enrolled', 'the lead is in no sequence there', 'rekindle enrollment list LEAD');
  if (again && CANCELLED.has(last.reason?.code ?? '')) return [];
  throw new Refusal(
    'already-ended',
    `the sequence is over: ${last.reason?.code}`,
    'rekindle lead show tells how it went',
  );
}

const CANCELLED: ReadonlySet<string> = new Set(['enrollment-cancelled', 'lead-cancelled', 'campaign-cancelled']);

function notHeld(mine: readonly Enrollment[]): Refusal {
  if (mine.some((one) => pauseOf(one) !== null))
    return new Refusal('lead-paused', 'the lead itself is paused', 'rekindle lead resume lets it go on');
  const hint = 'rekindle lead show says what it waits for';
  return new Refusal('not-held', 'nobody paused a sequence of this lead, and no event holds one', hint);
}

function changed(of: readonly Enrollment[], change: (one: Enrollment) => Enrollment): Enrollment[] {
  return of.map((one) => [one, change(one)] as const).flatMap(([before, after]) => (after === before ? [] : [after]));
}

function unsentOf({ unsent }: PassagesOfLead, mine: readonly Enrollment[]): readonly UnsentMessage[] {
  const ids = new Set(mine.map(({ id }) => id));
  return unsent.filter(({ enrollmentId }) => enrollmentId !== null && ids.has(enrollmentId));
}

/** Holds what is not kept back by a pause already. */
function keptBack(unsent: readonly UnsentMessage[], reason: Reason, now: number): MessageKept[] {
  return unsent.filter((one) => !isPaused(one)).map((one) => held(one, reason, now));
}

function isPaused({ state, reason }: UnsentMessage): boolean {
  return state === 'held' && pauseOf({ reason }) !== null;
}

function held({ id }: UnsentMessage, reason: Reason, now: number): MessageKept {
  return { id, to: 'held', reason, dueAt: now + HELD_AGAIN_MS };
}

/** Whether this pause, or an event, keeps it back. */
function wasKeptBack({ state, reason }: UnsentMessage, code: PauseCode): boolean {
  return state === 'held' && reason !== null && (reason.code === code || reason.code.startsWith(HELD));
}

/** What was kept back goes on, by the lateness policy of its step. */
function goOn(engine: Engine, of: PassagesOfLead, waiting: readonly UnsentMessage[], now: number): MessageKept[] {
  return waiting.map((message) => {
    const passage = of.passages.find(({ enrollment }) => enrollment.id === message.enrollmentId)?.enrollment;
    const sequence = passage && engine.playbooks.get(passage.playbookHash).playbook.sequences[passage.sequence];
    return { id: message.id, ...letGo(message, sequence ?? null, { now, zone: passage?.zone ?? 'UTC', ...of.place }) };
  });
}
