/** Rows of classes as records. Owns the reading of columns; asks nothing. */
import type { Attempt } from '../../domain/course/quiz.ts';
import type { Reflection } from '../../domain/course/reflection.ts';
import type { Progress } from '../../domain/course/state.ts';
import type { ClassEnrollment, ClassInvite } from '../../engine/store-port.ts';
import type { SqlRow } from '../statement.ts';

/** An enrollment of a row with all its columns. */
export function classEnrollmentOf(row: SqlRow): ClassEnrollment {
  return {
    workspaceId: row.workspace_id as string,
    leadId: row.lead_id as string,
    course: row.course as string,
    enrolledAt: row.enrolled_at as number,
    generation: row.generation as number,
    resetAt: row.reset_at as number | null,
    startedAt: row.started_at as number | null,
    lastActivityAt: row.last_activity_at as number | null,
    currentSection: row.current_section as string | null,
    doneCount: row.done_count as number,
    sectionCount: row.section_count as number,
    chosenAt: row.chosen_at as number | null,
    finalLabel: row.final_label as ClassEnrollment['finalLabel'],
    finalScore: row.final_score as number | null,
    finalizedAt: row.finalized_at as number | null,
  };
}

/** A link of a row, with the time at which its message left. */
export function classInviteOf(row: SqlRow): ClassInvite {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    leadId: row.lead_id as string,
    course: row.course as string,
    generatedAt: row.generated_at as number,
    sentAt: (row.sent_at ?? row.left_at) as number | null,
    channel: row.channel as string | null,
    messageId: row.message_id as string | null,
    firstUsedAt: row.first_used_at as number | null,
    expiresAt: row.expires_at as number,
    revokedAt: row.revoked_at as number | null,
  };
}

/** A report of a row. */
export function progressOf(row: SqlRow): Progress {
  return { section: row.section as string, at: row.at as number };
}

/** A try of a row. */
export function attemptOf(row: SqlRow): Attempt {
  return {
    section: row.section as string,
    question: row.question as number,
    attempt: row.attempt as number,
    points: row.points as number,
  };
}

/** An answer of a row. */
export function reflectionOf(row: SqlRow): Reflection {
  return { section: row.section as string, prompt: row.prompt as number, text: row.text as string };
}
