/** What entries of the feed are about, as it is now. */
import type { FeedEntry, FeedSubject } from '../../engine/store-port.ts';
import { first, type Program, together } from '../program.ts';
import { campaignOf } from '../rows/campaign.ts';
import { eventOf } from '../rows/event.ts';
import { handOffOf } from '../rows/handoff.ts';
import { messageOf } from '../rows/message.ts';
import { taskOf } from '../rows/task.ts';
import { type SqlRow, statement } from '../statement.ts';

const ONE = 'workspace_id = :workspaceId AND id = :id';
const MESSAGE = statement<SqlRow>(`SELECT * FROM message WHERE ${ONE}`);
const EVENT = statement<SqlRow>(`SELECT * FROM event WHERE ${ONE} AND lead_id = :leadId`);
const TASK = statement<SqlRow>(`SELECT * FROM task WHERE ${ONE}`);
const HAND_OFF = statement<SqlRow>(`
  SELECT h.*, b.brief FROM hand_off h JOIN hand_off_brief b ON b.workspace_id = h.workspace_id AND b.hand_off_id = h.id
  WHERE h.workspace_id = :workspaceId AND h.id = :id`);
const CAMPAIGN = statement<SqlRow>(`SELECT * FROM campaign WHERE ${ONE}`);

/** In the order of the entries. */
export function* subjectsOf(entries: readonly FeedEntry[]): Program<FeedSubject[]> {
  if (entries.length === 0) return [];
  return [...(yield* together(...entries.map(subjectOf)))];
}

function* subjectOf({ workspaceId, kind, id, leadId }: FeedEntry): Program<FeedSubject> {
  const key = { workspaceId, id };
  switch (kind.slice(0, kind.indexOf('.'))) {
    case 'message':
      return made(yield* first(MESSAGE, key), (row) => ({ of: 'message', message: messageOf(row) }));
    case 'event':
      return made(yield* first(EVENT, { ...key, leadId }), (row) => ({ of: 'event', event: eventOf(row) }));
    case 'task':
      return made(yield* first(TASK, key), (row) => ({ of: 'task', task: taskOf(row) }));
    case 'hand-off':
      return made(yield* first(HAND_OFF, key), (row) => ({ of: 'hand-off', handOff: handOffOf(row) }));
    default:
      return made(yield* first(CAMPAIGN, key), (row) => ({ of: 'campaign', campaign: campaignOf(row) }));
  }
}

function made(row: SqlRow | undefined, of: (row: SqlRow) => FeedSubject): FeedSubject {
  return row ? of(row) : null;
}
