/** Going through the learners of a class: what is proposed of each, and the one place that acts on it. Owns the paging. */
import { mayTell } from '../../domain/course/cooldown.ts';
import type { Course } from '../../domain/course/course.ts';
import { isTold } from '../../domain/course/scan.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { type EventReport, eventBatch } from '../react.ts';
import type { Learner, LearnerKey, LearnerOutcome } from '../store-port.ts';
import { CLASS_ORIGIN } from './progress.ts';
import { type ClassStanding, standingOf, updateOf } from './standing.ts';

/** A learner with how it stands. */
export interface Scanned {
  readonly learner: Learner;
  readonly standing: ClassStanding;
}

const PAGE = 100;

/** Learners one by one in order of their lead, and how each stands now. Changes nothing. */
export async function* scanned(engine: Engine, workspaceId: string, course: Course): AsyncGenerator<Scanned> {
  const now = engine.clock.now();
  let after = '';
  for (;;) {
    const page = await engine.store.classes.page({ workspaceId, course: course.id, after, limit: PAGE });
    for (const learner of page) yield { learner, standing: standingOf(learner, course, now) };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.enrollment.leadId;
  }
}

/** What acting came to, in learners. */
export interface ClassActed {
  finalised: number;
  told: number;
}

/**
 * Acts on what a scan proposes and no sequence does of its own accord: says the final word that is due, and tells people and sequences
 * what is to be done, once. At most `LIMITS.classScanned` learners are changed in one turn; the next one goes on.
 */
export async function actOnClass(engine: Engine, workspaceId: string, course: Course): Promise<ClassActed> {
  const acted: ClassActed = { finalised: 0, told: 0 };
  for await (const { learner } of scanned(engine, workspaceId, course)) {
    if (acted.finalised + acted.told >= LIMITS.classScanned) break;
    const now = engine.clock.now();
    const due = dueOf(learner, course, now);
    if (due.told === null && !due.finalises) continue;
    const key: LearnerKey = { workspaceId, leadId: learner.enrollment.leadId, course: course.id };
    const batch = await eventBatch(engine, due.told === null ? [] : [eventOf(key, due.told, now)]);
    const decide = (current: Learner): LearnerOutcome | null => {
      const is = dueOf(current, course, now);
      if (is.told !== due.told || (is.told === null && !is.finalises)) return null;
      if (is.finalises) acted.finalised += 1;
      if (is.told !== null) acted.told += 1;
      return outcomeOf(current, course, now, is, batch);
    };
    await engine.store.classes.act(key, now, decide);
  }
  return acted;
}

interface Due {
  readonly standing: ClassStanding;
  readonly finalises: boolean;
  /** What is told; null = nothing. */
  readonly told: ReturnType<typeof toldOf>;
}

function dueOf(learner: Learner, course: Course, now: number): Due {
  const standing = standingOf(learner, course, now);
  const finalises = standing.recommendation.finalises && learner.enrollment.finalizedAt === null;
  return { standing, finalises, told: toldOf(learner, course, standing, now) };
}

function toldOf(learner: Learner, course: Course, { recommendation, state }: ClassStanding, now: number) {
  const { action } = recommendation;
  if (!isTold(action)) return null;
  const may = mayTell(learner.told[action] ?? null, state?.lastActivityAt ?? null, course.rules, now);
  return may ? action : null;
}

function eventOf({ workspaceId, leadId, course }: LearnerKey, outcome: string, now: number): EventReport {
  return {
    workspaceId,
    leadId,
    campaignId: null,
    messageId: null,
    kind: 'class',
    at: now,
    origin: `${CLASS_ORIGIN}:${course}`,
    originId: `${leadId}:${outcome}:${now}`,
    verdict: 'machine',
    outcome,
    text: null,
  };
}

function outcomeOf(
  { enrollment }: Learner,
  course: Course,
  now: number,
  { standing, finalises, told }: Due,
  events: LearnerOutcome['events'],
): LearnerOutcome {
  const { finalLabel, finalScore, finalizedAt } = enrollment;
  const final =
    finalises && standing.final !== null
      ? { finalLabel: standing.final.label, finalScore: standing.final.score, finalizedAt: now }
      : { finalLabel, finalScore, finalizedAt };
  return { update: updateOf(standing.state, course, final), events, told: told === null ? [] : [told] };
}
