/**
 * What is to be noted of refusals outside of the database: kept in the transaction that says it, gone once it is noted. Of a key what was
 * said last.
 */
import type { RefusalNote } from '../../domain/consent/noted.ts';
import { all, type Program, runEach, runEachLater } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const KEEP = insert(
  'refusal_note',
  ['workspaceId', 'keyHash', 'channel', 'reason', 'at'],
  'ON CONFLICT (workspace_id, key_hash, channel) DO UPDATE SET reason = excluded.reason, at = excluded.at',
);
const PAGE = statement<SqlRow>('SELECT * FROM refusal_note ORDER BY workspace_id, key_hash, channel LIMIT :limit', {
  scans: 'in the order of its key: what is there is wanted, whatever it is',
});
/** What was said since stays. */
const NOTED = statement(`
  DELETE FROM refusal_note WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel
  AND COALESCE(reason, '') = COALESCE(:reason, '') AND at = :at`);

/** Keeps what is to be noted; of a key the last. */
export function* keepNotes(notes: readonly RefusalNote[]): Program<void> {
  const last = new Map(notes.map((note) => [`${note.workspaceId} ${note.keyHash} ${note.channel}`, note]));
  yield* runEachLater(KEEP, [...last.values()].map(columnsOf));
}

/** A page of what is to be noted. */
export function* notesKept(limit: number): Program<RefusalNote[]> {
  return (yield* all(PAGE, { limit })).map((row) => ({
    workspaceId: row.workspace_id as string,
    keyHash: row.key_hash as string,
    channel: row.channel as RefusalNote['channel'],
    reason: row.reason as string | null,
    at: row.at as number,
  }));
}

/** They are on record outside of the database. */
export function* dropNotes(notes: readonly RefusalNote[]): Program<void> {
  yield* runEach(NOTED, notes.map(columnsOf));
}

function columnsOf({ workspaceId, keyHash, channel, reason, at }: RefusalNote) {
  return { workspaceId, keyHash, channel, reason, at };
}
