/** Leads in classes: read with all that is known of them, and enrolled. Decides nothing. */
import type { ClassAction } from '../../domain/course/next-action.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ClassEnrollment, ClassUpdate, Learner, LearnerKey, LearnerPage } from '../../engine/store-port.ts';
import { all, first, type Program, run, runEach, together } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { attemptOf, classEnrollmentOf, classInviteOf, progressOf, reflectionOf } from './rows.ts';

const KEY = 'workspace_id = :workspaceId AND course = :course AND lead_id = :leadId';
const OF_LEAD = 'workspace_id = :workspaceId AND lead_id = :leadId AND course = :course';

const ENROLL = insert(
  'class_enrollment',
  ['workspaceId', 'leadId', 'course', 'enrolledAt', 'generation', 'doneCount', 'sectionCount'],
  'ON CONFLICT (workspace_id, course, lead_id) DO NOTHING',
);
const ENROLLMENT = statement<SqlRow>(`SELECT * FROM class_enrollment WHERE ${KEY}`);
const HELD = statement<SqlRow>(`SELECT * FROM class_enrollment WHERE ${KEY}`, { holds: 'class_enrollment' });
const PAGE = statement<SqlRow>(`
  SELECT * FROM class_enrollment WHERE workspace_id = :workspaceId AND course = :course AND lead_id > :after
  ORDER BY lead_id LIMIT :limit`);
const UPDATE = statement(`
  UPDATE class_enrollment SET started_at = :startedAt, last_activity_at = :lastActivityAt,
    current_section = :currentSection, done_count = :doneCount, section_count = :sectionCount,
    final_label = :finalLabel, final_score = :finalScore, finalized_at = :finalizedAt WHERE ${KEY}`);
const CHOOSE = statement(`UPDATE class_enrollment SET chosen_at = :at WHERE ${KEY}`);
const INVITES = statement<SqlRow>(`
  SELECT i.*, m.sent_at AS left_at FROM class_invite i
  LEFT JOIN message m ON m.workspace_id = i.workspace_id AND m.id = i.message_id
  WHERE i.workspace_id = :workspaceId AND i.lead_id = :leadId AND i.course = :course
  ORDER BY i.generated_at DESC, i.id DESC LIMIT ${LIMITS.classInvites}`);
const PROGRESS = statement<SqlRow>(`
  SELECT section, at FROM class_progress WHERE ${OF_LEAD} ORDER BY at DESC LIMIT ${LIMITS.classReports}`);
const ATTEMPTS = statement<SqlRow>(`
  SELECT section, question, attempt, points FROM class_attempt WHERE ${OF_LEAD}
  ORDER BY section, question, attempt LIMIT ${LIMITS.classReports}`);
const REFLECTIONS = statement<SqlRow>(`
  SELECT section, prompt, text FROM class_reflection WHERE ${OF_LEAD}
  ORDER BY section, prompt LIMIT ${LIMITS.classReports}`);
const TOLD = statement<{ action: ClassAction; told_at: number }>(
  `SELECT action, told_at FROM class_told WHERE ${OF_LEAD}`,
);
const TELL = insert(
  'class_told',
  ['workspaceId', 'leadId', 'course', 'action', 'toldAt'],
  'ON CONFLICT (workspace_id, lead_id, course, action) DO UPDATE SET told_at = excluded.told_at',
);
const LEAD = statement<{ found: number }>(`
  SELECT 1 AS found FROM lead WHERE workspace_id = :workspaceId AND id = :leadId
  UNION ALL SELECT 1 FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :leadId`);

/** Whether there is, or was until it was merged, such a lead. */
export function* isLead({ workspaceId, leadId }: LearnerKey): Program<boolean> {
  return (yield* first(LEAD, { workspaceId, leadId })) !== undefined;
}

/** Enrolls a lead, once. */
export function* enroll(key: LearnerKey, sectionCount: number, now: number): Program<void> {
  yield* run(ENROLL, { ...keyOf(key), enrolledAt: now, generation: 1, doneCount: 0, sectionCount });
}

/** The enrollment, held until the transaction ends. */
export function* heldEnrollment(key: LearnerKey): Program<ClassEnrollment | null> {
  const row = yield* first(HELD, keyOf(key));
  return row ? classEnrollmentOf(row) : null;
}

/** Everything known of a lead in a class; null = it is not in it. */
export function* learnerOf(key: LearnerKey): Program<Learner | null> {
  const row = yield* first(ENROLLMENT, keyOf(key));
  return row ? yield* learnerWith(classEnrollmentOf(row)) : null;
}

/** The same for an enrollment at hand. */
export function* learnerWith(enrollment: ClassEnrollment): Program<Learner> {
  const key = keyOf(enrollment);
  const [invites, progress, attempts, reflections, told] = yield* together(
    all(INVITES, key),
    all(PROGRESS, key),
    all(ATTEMPTS, key),
    all(REFLECTIONS, key),
    all(TOLD, key),
  );
  return {
    enrollment,
    invites: invites.map(classInviteOf),
    progress: progress.map(progressOf),
    attempts: attempts.map(attemptOf),
    reflections: reflections.map(reflectionOf),
    told: Object.fromEntries(told.map(({ action, told_at }) => [action, told_at])),
  };
}

/** Learners of a class, in order of their lead. */
export function* learnersOf(page: LearnerPage): Program<readonly Learner[]> {
  const rows = yield* all(PAGE, { ...page });
  const learners: Learner[] = [];
  for (const row of rows) learners.push(yield* learnerWith(classEnrollmentOf(row)));
  return learners;
}

/** Writes where a lead is. */
export function* updateEnrollment(key: LearnerKey, update: ClassUpdate): Program<void> {
  yield* run(UPDATE, { ...keyOf(key), ...update });
}

/** A person's word; false = there is no such learner. */
export function* chooseLearner(key: LearnerKey, at: number | null): Program<boolean> {
  return (yield* run(CHOOSE, { ...keyOf(key), at })) === 1;
}

/** Notes what was told. */
export function* tell(key: LearnerKey, actions: readonly ClassAction[], now: number): Program<void> {
  yield* runEach(
    TELL,
    actions.map((action) => ({ ...keyOf(key), action, toldAt: now })),
  );
}

/** The key alone. */
export function keyOf({ workspaceId, leadId, course }: LearnerKey): LearnerKey & Readonly<Record<string, string>> {
  return { workspaceId, leadId, course };
}
