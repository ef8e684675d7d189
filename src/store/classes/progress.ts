/**
 * What happens in a class: a report is stored once, and where the lead stands, the final word and the events that follow are written in
 * the same transaction. What is removed is removed with all that was made of it.
 */
import type { Attempt } from '../../domain/course/quiz.ts';
import type { Reflection } from '../../domain/course/reflection.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  Learner,
  LearnerKey,
  LearnerOutcome,
  ProgressReport,
  ProgressTaken,
  ProgressWish,
  Removal,
} from '../../engine/store-port.ts';
import { type Program, run, runEach } from '../program.ts';
import { insert, statement } from '../statement.ts';
import { recordEvents } from '../work/events.ts';
import { revokeInvites } from './invites.ts';
import { enroll, heldEnrollment, isLead, keyOf, learnerWith, tell, updateEnrollment } from './learners.ts';

const OF_LEAD = 'workspace_id = :workspaceId AND lead_id = :leadId AND course = :course';
const LEARNER = ['workspaceId', 'leadId', 'course'] as const;

const INSERT = insert(
  'class_progress',
  ['workspaceId', 'origin', 'originId', 'leadId', 'course', 'section', 'at', 'recordedAt'],
  'ON CONFLICT (workspace_id, origin, origin_id) DO NOTHING',
);
const ATTEMPT = insert(
  'class_attempt',
  [...LEARNER, 'section', 'question', 'attempt', 'choice', 'points', 'at'],
  'ON CONFLICT (workspace_id, lead_id, course, section, question, attempt) DO NOTHING',
);
const REFLECT = insert(
  'class_reflection',
  [...LEARNER, 'section', 'prompt', 'text', 'at'],
  `ON CONFLICT (workspace_id, lead_id, course, section, prompt)
   DO UPDATE SET text = excluded.text, at = excluded.at`,
);
const REMOVE_ALL = ['class_progress', 'class_attempt', 'class_reflection', 'class_told'].map((table) =>
  statement(`DELETE FROM ${table} WHERE ${OF_LEAD}`),
);
const REMOVE_OF = ['class_progress', 'class_attempt', 'class_reflection'].map((table) =>
  statement(`DELETE FROM ${table} WHERE ${OF_LEAD} AND section = :section`),
);
const RESET = statement(`
  UPDATE class_enrollment SET generation = generation + 1, reset_at = :now, chosen_at = NULL
  WHERE workspace_id = :workspaceId AND course = :course AND lead_id = :leadId`);

/** Stores a report once, with what follows from it. */
export function* takeProgress({ report, sectionCount, decide }: ProgressWish): Program<ProgressTaken> {
  if (!(yield* isLead(report))) return 'no-such-lead';
  yield* enroll(report, sectionCount, report.recordedAt);
  const enrollment = yield* heldEnrollment(report);
  if (enrollment === null) throw new Error('a learner was enrolled and is not there');
  if (enrollment.resetAt !== null && report.at <= enrollment.resetAt) return 'before-reset';
  const before = yield* learnerWith(enrollment);
  if (!(yield* insertReport(report))) return 'known';
  if (report.quiz !== null) yield* insertQuiz(report, report.quiz, before.attempts);
  yield* settle(report, decide(yield* learnerWith(enrollment), before), report.recordedAt);
  return 'recorded';
}

function* insertReport(report: ProgressReport): Program<boolean> {
  const { origin, originId, section, at, recordedAt } = report;
  return (yield* run(INSERT, { ...keyOf(report), origin, originId, section, at, recordedAt })) === 1;
}

/** A quiz that was taken elsewhere is one question: the tries that it took missed it, but for the last. */
function* insertQuiz(
  report: ProgressReport,
  { score, tries }: NonNullable<ProgressReport['quiz']>,
  known: readonly Attempt[],
): Program<void> {
  const { section, at } = report;
  const made = known.filter((one) => one.section === section && one.question === 0).length;
  const most = Math.min(tries, LIMITS.quizTries);
  const rows = Array.from({ length: most }, (_, i) => {
    const points = i === most - 1 ? Math.round(score) : 0;
    return { ...keyOf(report), section, question: 0, attempt: made + i + 1, choice: null, points, at };
  });
  yield* runEach(ATTEMPT, rows);
}

function* settle(key: LearnerKey, { update, events, told }: LearnerOutcome, now: number): Program<void> {
  yield* updateEnrollment(key, update);
  yield* tell(key, told, now);
  yield* recordEvents(events);
}

/** Stores a try; false = that one was made already. */
export function* takeAttempt(
  key: LearnerKey,
  { section, question, attempt, points, choice, at }: Attempt & { readonly choice: number | null; readonly at: number },
): Program<boolean> {
  return (yield* run(ATTEMPT, { ...keyOf(key), section, question, attempt, choice, points, at })) === 1;
}

/** Stores an answer in place of the one before. */
export function* takeReflection(
  key: LearnerKey,
  { section, prompt, text, at }: Reflection & { readonly at: number },
): Program<void> {
  yield* run(REFLECT, { ...keyOf(key), section, prompt, text, at });
}

/** Removes everything of a learner, or what belongs to some sections; false = there is no such learner. */
export function* removeProgress({ sections, reset, update, ...key }: Removal): Program<boolean> {
  const enrollment = yield* heldEnrollment(key);
  if (enrollment === null) return false;
  if (sections === null) for (const removal of REMOVE_ALL) yield* run(removal, keyOf(key));
  else {
    for (const removal of REMOVE_OF) {
      yield* runEach(
        removal,
        sections.map((section) => ({ ...keyOf(key), section })),
      );
    }
  }
  yield* updateEnrollment(key, update(yield* learnerWith(enrollment)));
  if (reset !== null) yield* run(RESET, { ...keyOf(key), now: reset.now });
  if (reset?.withInvites) yield* revokeInvites(key, reset.now);
  return true;
}

/** Changes a learner by what is known of it; false = nothing was decided. */
export function* actOn(
  key: LearnerKey,
  now: number,
  decide: (learner: Learner) => LearnerOutcome | null,
): Program<boolean> {
  const enrollment = yield* heldEnrollment(key);
  const outcome = enrollment === null ? null : decide(yield* learnerWith(enrollment));
  if (outcome === null) return false;
  yield* settle(key, outcome, now);
  return true;
}
