/**
 * Tables of classes: who is in one and how far, by which link, what was done, answered and written there, and what was proposed.
 * A link is stored nowhere, not even hashed: it is signed, and only its invitation is a row.
 */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of classes. */
export function classTables(dialect: Dialect): string[] {
  return [...enrollmentTables(dialect), ...doneTables(dialect)];
}

function learnerOf({ text }: Dialect): readonly string[] {
  return [`workspace_id ${text} NOT NULL`, `lead_id ${text} NOT NULL`, `course ${text} NOT NULL`];
}

/** Who is in a class, and by which link. */
function enrollmentTables(dialect: Dialect): string[] {
  const { text, int, table } = dialect;
  const learner = learnerOf(dialect);
  return [
    table({ name: 'class_enrollment', restless: true }, [
      ...learner,
      `enrolled_at ${int} NOT NULL`,
      // Counts resets: what is told once is told once in each.
      `generation ${int} NOT NULL CHECK (generation >= 1)`,
      // Reports of before the last reset count for nothing; null = there was none.
      `reset_at ${int}`,
      `started_at ${int}`,
      `last_activity_at ${int}`,
      `current_section ${text}`,
      `done_count ${int} NOT NULL CHECK (done_count >= 0)`,
      `section_count ${int} NOT NULL CHECK (section_count >= 1)`,
      // A person said that the lead is to be offered a call.
      `chosen_at ${int}`,
      `final_label ${text} CHECK (final_label = 'hot' OR final_label = 'warm' OR final_label = 'cold')`,
      `final_score ${int} CHECK (final_score >= 0 AND final_score <= 100)`,
      `finalized_at ${int}`,
      'PRIMARY KEY (workspace_id, course, lead_id)',
      'CHECK (done_count <= section_count)',
      'CHECK ((done_count > 0) = (last_activity_at IS NOT NULL))',
      'CHECK ((done_count > 0) = (current_section IS NOT NULL))',
      'CHECK ((final_label IS NULL) = (finalized_at IS NULL))',
      'CHECK (final_score IS NULL OR final_label IS NOT NULL)',
    ]),
    table('class_invite', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `course ${text} NOT NULL`,
      `generated_at ${int} NOT NULL`,
      // When a person or another system sent it; by a message of ours it is sent when that has left.
      `sent_at ${int}`,
      `channel ${text}`,
      `message_id ${text}`,
      `first_used_at ${int}`,
      `expires_at ${int} NOT NULL`,
      `revoked_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'CHECK (expires_at > generated_at)',
    ]),
    'CREATE INDEX class_invite_by_lead ON class_invite (workspace_id, lead_id, course, generated_at, id)',
  ];
}

/** What was done there, and what was told of it. */
function doneTables(dialect: Dialect): string[] {
  const { text, int, table } = dialect;
  const learner = learnerOf(dialect);
  return [
    table('class_progress', [
      `workspace_id ${text} NOT NULL`,
      `origin ${text} NOT NULL`,
      `origin_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `course ${text} NOT NULL`,
      `section ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `recorded_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, origin, origin_id)',
    ]),
    'CREATE INDEX class_progress_by_lead ON class_progress (workspace_id, lead_id, course, at)',
    table('class_attempt', [
      ...learner,
      `section ${text} NOT NULL`,
      `question ${int} NOT NULL CHECK (question >= 0)`,
      `attempt ${int} NOT NULL CHECK (attempt >= 1)`,
      // Place of the option that was chosen; null = the quiz was taken elsewhere.
      `choice ${int}`,
      `points ${int} NOT NULL CHECK (points >= 0 AND points <= 100)`,
      `at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, course, section, question, attempt)',
    ]),
    table('class_reflection', [
      ...learner,
      `section ${text} NOT NULL`,
      `prompt ${int} NOT NULL CHECK (prompt >= 0)`,
      `text ${text} NOT NULL CHECK (length(text) > 0)`,
      `at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, course, section, prompt)',
    ]),
    table('class_told', [
      ...learner,
      `action ${text} NOT NULL ${oneOf('action', 'ready-for-booking', 'reengage-completed', 'reengage-stalled-lead')}`,
      `told_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, course, action)',
    ]),
  ];
}
