/** Finding a person: the lead, what was merged into it, by what it can be reached, what is under way, all rows that are theirs. Reads only. */
import type { MailThread } from '../../domain/conversation/mail/thread.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { UnderWay } from '../../domain/person/erasure.ts';
import type { HeldRows, PersonFound, PersonHeld } from '../../engine/store-port.ts';
import { fromJson } from '../json.ts';
import { leadsById } from '../leads/leads.ts';
import { all, allEach, first, type Program } from '../program.ts';
import { type SqlRow, statement } from '../statement.ts';
import { HOLDINGS, type Holding } from './holdings.ts';
import { MENTIONS, mentionsOf } from './mentions.ts';

const ALIASES = statement<{ alias_id: string }>(
  `SELECT alias_id FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId LIMIT ${LIMITS.personRows}`,
);
const KEYS = statement<{ key: string }>(
  'SELECT key FROM identity WHERE workspace_id = :workspaceId AND lead_id = :leadId',
  { scans: 'a person’s act; an index of keys by lead would cost every import a fifth of its speed' },
);
const WROTE = statement<{ thread: string }>(
  `SELECT thread FROM reply WHERE workspace_id = :workspaceId AND lead_id = :leadId AND thread IS NOT NULL LIMIT ${LIMITS.personRows}`,
  { scans: 'a person’s act; an index of replies by lead would cost each event' },
);
const HOLDERS = statement<{ lead_id: string }>(
  'SELECT lead_id FROM identity WHERE workspace_id = :workspaceId AND key = :key',
);
const SENDING = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state = 'sending'`,
);
const HANDING_OVER = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM hand_off h JOIN hand_off_send s ON s.workspace_id = h.workspace_id AND s.hand_off_id = h.id
  WHERE h.workspace_id = :workspaceId AND h.lead_id = :leadId AND s.state = 'sending'`);

/** The person of a lead; null = there is no such lead. */
export function* personOf(workspaceId: string, leadId: string): Program<PersonFound | null> {
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (!lead) return null;
  const aliases = (yield* all(ALIASES, { workspaceId, leadId })).map((row) => row.alias_id);
  const keys = (yield* all(KEYS, { workspaceId, leadId })).map((row) => row.key);
  const of = (mark: string, own: string | null) => [
    ...new Set([
      ...(own === null ? [] : [own]),
      ...keys.filter((key) => key.startsWith(mark)).map((key) => key.slice(mark.length)),
    ]),
  ];
  const { email, phone } = lead.values;
  const ids = [leadId, ...aliases];
  const emails = new Set([...of('e:', email), ...(yield* wroteFrom(workspaceId, ids))]);
  return { lead, ids, emails: [...emails], phones: of('p:', phone) };
}

/** Addresses from which they wrote, but for those that are somebody else's: what they refused was refused there too. */
function* wroteFrom(workspaceId: string, ids: readonly string[]): Program<string[]> {
  const threads = yield* allEach(
    WROTE,
    ids.map((leadId) => ({ workspaceId, leadId })),
  );
  const from = threads.flat().flatMap(({ thread }) => fromJson<MailThread>(thread).from ?? []);
  const emails = [...new Set(from)];
  const held = yield* allEach(
    HOLDERS,
    emails.map((address) => ({ workspaceId, key: `e:${address}` })),
  );
  return emails.filter((_, i) => held[i]?.every((row) => ids.includes(row.lead_id)));
}

/** What is on its way out about a person. */
export function* underWayOf(workspaceId: string, ids: readonly string[]): Program<UnderWay> {
  let [messages, handOffs] = [0, 0];
  for (const leadId of ids) {
    messages += (yield* first(SENDING, { workspaceId, leadId }))?.n ?? 0;
    handOffs += (yield* first(HANDING_OVER, { workspaceId, leadId }))?.n ?? 0;
  }
  return { messages, handOffs };
}

/** Words by which rows name a person. */
export function wordsOf({ ids, emails, phones }: PersonFound): readonly string[] {
  return [...ids, ...emails, ...phones];
}

/** Rows of one table that are a person's, each once. */
export function* rowsHeld({ rows }: Holding, workspaceId: string, ids: readonly string[]): Program<SqlRow[]> {
  const found = yield* allEach(
    rows,
    ids.map((leadId) => ({ workspaceId, leadId })),
  );
  return found.flat();
}

/** Everything that is held of a person, refusals apart; null = there is no such lead. */
export function* personHeld(workspaceId: string, leadId: string): Program<PersonHeld | null> {
  const found = yield* personOf(workspaceId, leadId);
  if (!found) return null;
  const held: HeldRows[] = [];
  const told = (of: Pick<HeldRows, 'kind' | 'fate'>, rows: SqlRow[]) => {
    if (rows.length > 0) held.push({ kind: of.kind, fate: of.fate, rows, more: rows.length >= LIMITS.personRows });
  };
  for (const holding of HOLDINGS) told(holding, yield* rowsHeld(holding, workspaceId, found.ids));
  for (const mention of MENTIONS) told(mention, yield* mentionsOf(mention, workspaceId, wordsOf(found)));
  return { ...found, held, underWay: yield* underWayOf(workspaceId, found.ids) };
}
