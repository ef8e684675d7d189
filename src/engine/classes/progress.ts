/**
 * What a lead does in a class: a section that was done is stored once, and where the lead stands, the final word and the events that
 * sequences, signals and people hear of are written with it. Owns the order; every verdict is the domain's.
 */
import { isPartOfHundred } from '../../domain/course/completion.ts';
import { mayTell } from '../../domain/course/cooldown.ts';
import type { Course } from '../../domain/course/course.ts';
import { crosses } from '../../domain/course/label.ts';
import type { ClassAction } from '../../domain/course/next-action.ts';
import type { ClassReason } from '../../domain/course/reasons.ts';
import { milestones } from '../../domain/course/state.ts';
import type { Engine } from '../engine.ts';
import { type EventReport, eventBatch } from '../react.ts';
import type { EventBatch, Learner, LearnerOutcome, ProgressReport, ProgressTaken } from '../store-port.ts';
import { sectionIds } from './courses.ts';
import { standingOf, stateOf, updateOf } from './standing.ts';

/** Origin of events of classes. */
export const CLASS_ORIGIN = 'class';

/** A section that was done, as somebody tells it; the engine adds the time of recording. */
export type ToldProgress = Omit<ProgressReport, 'recordedAt' | 'course'>;

/** What a class may tell of one report, in order. */
const TOLD = ['started', 'section', 'completed', 'hot'] as const;
type Told = (typeof TOLD)[number];

/** Stores a report. Gives what became of it, or why it cannot be taken, in which case nothing is written. */
export async function recordProgress(
  engine: Engine,
  course: Course,
  told: ToldProgress,
): Promise<ProgressTaken | { readonly refused: ClassReason }> {
  if (!sectionIds(course).includes(told.section)) return { refused: 'class-no-such-section' };
  if (told.quiz !== null && !isPossible(told.quiz)) return { refused: 'class-score-impossible' };
  const report: ProgressReport = { ...told, course: course.id, recordedAt: engine.clock.now() };
  const batch = await eventBatch(
    engine,
    TOLD.map((outcome) => eventOf(report, outcome)),
  );
  return engine.store.classes.progress({
    report,
    sectionCount: course.sections.length,
    decide: (after, before) => outcomeOf({ after, before }, course, report, batch),
  });
}

function isPossible({ score, tries }: NonNullable<ProgressReport['quiz']>): boolean {
  return isPartOfHundred(score) && Number.isInteger(tries) && tries >= 1;
}

/** An event as the ledger has it; which of a learner's generation it is, is added where that is known. */
function eventOf(report: ProgressReport, outcome: Told): EventReport {
  return {
    workspaceId: report.workspaceId,
    leadId: report.leadId,
    campaignId: null,
    messageId: null,
    kind: 'class',
    at: report.at,
    origin: `${CLASS_ORIGIN}:${report.course}`,
    originId: outcome,
    verdict: 'human',
    direction: 'in',
    channel: 'other',
    outcome,
    text: report.section,
  };
}

interface Change {
  readonly after: Learner;
  readonly before: Learner;
}

function outcomeOf(
  { after, before }: Change,
  course: Course,
  report: ProgressReport,
  batch: EventBatch,
): LearnerOutcome {
  const now = report.recordedAt;
  const was = standingOf(before, course, now);
  const is = standingOf(after, course, now);
  const newlyHot = is.recommendation.hot.isHot && !was.recommendation.hot.isHot;
  const toldAt = after.told['ready-for-booking'] ?? null;
  const isHot = newlyHot && mayTell(toldAt, is.state?.lastActivityAt ?? null, course.rules, now);
  const told = new Set<Told>([...milestones(was.state, is.state), ...(isHot ? (['hot'] as const) : [])]);
  return {
    update: updateOf(is.state, course, finalOf({ after, before }, course, is, now)),
    events: { ...batch, events: namedEvents(batch, told, after, report) },
    told: isHot ? (['ready-for-booking'] satisfies readonly ClassAction[]) : [],
  };
}

/** The final word is said on the way up, and once. */
function finalOf({ after, before }: Change, course: Course, is: ReturnType<typeof standingOf>, now: number) {
  const { finalLabel, finalScore, finalizedAt } = after.enrollment;
  const isDue =
    finalizedAt === null && crosses(stateOf(before, course)?.completion ?? null, is.state?.completion ?? null);
  if (!isDue) return { finalLabel, finalScore, finalizedAt };
  const { score, signal } = is.temperature;
  return { finalLabel: signal, finalScore: score, finalizedAt: now };
}

/** What is told once is named by lead and generation; a section and a rise by their report. */
function namedEvents(
  { events }: EventBatch,
  told: ReadonlySet<Told>,
  { enrollment }: Learner,
  { leadId, origin, originId }: ProgressReport,
): EventBatch['events'] {
  return events
    .filter(({ outcome }) => told.has(outcome as Told))
    .map((event) => {
      const once = event.outcome === 'started' || event.outcome === 'completed';
      const name = once ? `${leadId}:${enrollment.generation}` : `${origin}:${originId}`;
      return { ...event, originId: `${name}:${event.outcome}` };
    });
}
