/**
 * Moves of messages. Every move is legal by `MESSAGE_MOVES`, names the state it leaves and the fence the message was
 * claimed under: a worker that lost its lease can write nothing.
 */
import { cameBackAtTheDoor } from '../../domain/delivery/answer.ts';
import { type Message, type MessageState, mayMove } from '../../domain/message.ts';
import type { MessageUpdate } from '../../engine/store-port.ts';
import { tell, tellMessages } from '../feed/tell.ts';
import { toJsonOrNull } from '../json.ts';
import { reopenReplies } from '../mailboxes/reopen.ts';
import { giveBack, type Tried } from '../pace/counters.ts';
import { allEach, first, type Program, run, runEach, runEachLater } from '../program.ts';
import { statement } from '../statement.ts';
import { REFUSED, refusedFor } from './in-doubt.ts';

/** What came back while the message was on its way out is where it goes once its own result is known. */
const AFTER_RESULT = `CASE
    WHEN heard IS NOT NULL AND (may_have_left = 1 OR :to IN ('sent','unconfirmed','queued')) THEN heard ELSE :to END`;
const FINISH = statement(`
  UPDATE message SET state = ${AFTER_RESULT}, reason = :reason, reason_code = :reasonCode, due_at = :dueAt,
    subject = COALESCE(:subject, subject), body_hash = COALESCE(:bodyHash, body_hash),
    provider_ref = COALESCE(:providerRef, provider_ref), put_offs = put_offs + :putOff,
    may_have_left = CASE WHEN heard IS NULL AND :to IN ('queued','held','unconfirmed') THEN may_have_left END,
    sent_at = COALESCE(:sentAt, sent_at, CASE WHEN heard IS NOT NULL THEN attempted_at END),
    lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND fence = :fence`);
/** The state is a value: told by its name, a server would look for the message among all that are in that state. */
const STILL = statement<{ fence: number }>(
  'SELECT fence FROM message WHERE workspace_id = :workspaceId AND id = :id AND state = :state AND fence = :fence',
  { holds: 'message' },
);
const DEPART = statement(`
  UPDATE message SET state = 'sending', reason = NULL, reason_code = NULL, heard = NULL, slot_at = NULL, subject = :subject,
    body_hash = :bodyHash, attempts = attempts + 1, attempted_at = :now, left_by = :way,
    first_attempted_at = CASE WHEN attempts = 0 THEN :now ELSE first_attempted_at END
  WHERE workspace_id = :workspaceId AND id = :id AND state = :state AND fence = :fence`);
/** Another fence: whoever has claimed it can write nothing any more. */
const TAKE_BACK = statement(`
  UPDATE message SET ${REFUSED}, lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state IN ('queued','held','claimed')`);
const STATE = statement<{ state: MessageState; may_have_left: number | null }>(
  'SELECT state, may_have_left FROM message WHERE workspace_id = :workspaceId AND id = :id',
  { holds: 'message' },
);
/** Who has claimed it to send it again can write nothing any more. */
const ANSWERED = statement(`
  UPDATE message SET state = :to, sent_at = COALESCE(sent_at, attempted_at), lease_owner = NULL, lease_until = NULL,
    reason = CASE WHEN may_have_left IS NULL THEN reason END,
    reason_code = CASE WHEN may_have_left IS NULL THEN reason_code END, may_have_left = NULL,
    fence = CASE WHEN may_have_left = 1 THEN fence + 1 ELSE fence END
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
/** A bounce says more than a delivery, whichever comes first. */
const HEARD = statement(`
  UPDATE message SET heard = CASE WHEN heard = 'bounced' THEN heard ELSE :to END
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'sending'`);

/** Columns of `TriedRow`. */
export const TRIED = 'workspace_id, campaign_id, channel, sender, recipient, attempted_at, heard, may_have_left';
/** What tells of a try under what it was counted, and whether it left. */
export interface TriedRow {
  readonly workspace_id: string;
  readonly campaign_id: string;
  readonly channel: Message['channel'];
  readonly sender: string;
  readonly recipient: string;
  readonly attempted_at: number | null;
  readonly heard: MessageState | null;
  readonly may_have_left: number | null;
}
const TRIED_NOW = statement<TriedRow>(
  `SELECT ${TRIED} FROM message WHERE workspace_id = :workspaceId AND id = :id AND fence = :fence AND state = :from`,
  { holds: 'message' },
);

/**
 * Whether a try may have shown by now that it did not leave, by where its message goes. A mail that came back at the door is a bounce, and
 * counts among what its mailbox has sent.
 */
export function mayNotHaveLeft({ from, to, reason }: Pick<MessageUpdate, 'from' | 'to' | 'reason'>): boolean {
  return from === 'sending' && to !== 'sent' && to !== 'unconfirmed' && !cameBackAtTheDoor(reason);
}

/** Gives back what the tries had counted that did not leave, as these moves of theirs say. Before the moves are made. */
export function* giveBackTries(updates: readonly MessageUpdate[]): Program<void> {
  const found = yield* allEach(
    TRIED_NOW,
    updates.map(({ workspaceId, id, from, fence }) => ({ workspaceId, id, from, fence })),
  );
  const back = updates.flatMap(({ to }, i) => (found[i] ?? []).filter((row) => !leftAfterAll(row, to)));
  yield* giveBack(back.map(triedOf));
}

/** As `FINISH` writes it: it was heard of, or it may have left before and is not known not to have. */
function leftAfterAll({ heard, may_have_left }: TriedRow, to: MessageState): boolean {
  if (heard !== null) return may_have_left === 1 || to === 'queued';
  return may_have_left === 1 && (to === 'queued' || to === 'held');
}

/** The try as counters know it. */
export function triedOf(row: TriedRow): Tried {
  const { workspace_id: workspaceId, channel, sender, recipient, attempted_at: attemptedAt } = row;
  return { workspaceId, campaignId: row.campaign_id || null, channel, sender, recipient, attemptedAt };
}

/** Moves messages; the count that were still in the state and under the fence that the update names. */
export function* moveMessages(updates: readonly MessageUpdate[]): Program<number> {
  const moved = yield* runEach(FINISH, updates.map(legalMove));
  yield* tellMoves(updates);
  return moved;
}

/** Moves messages that this transaction holds in the state and under the fence that each update names. */
export function* moveHeld(updates: readonly MessageUpdate[]): Program<void> {
  yield* runEachLater(FINISH, updates.map(legalMove));
  yield* tellMoves(updates);
}

/** Whoever reads the feed sees by the fence whether the move was made. A reply whose answer ended so opens again. */
function* tellMoves(updates: readonly MessageUpdate[]): Program<void> {
  const ends = updates.filter(({ to }) => to !== 'queued' && to !== 'held');
  yield* tell(
    ends.map(({ workspaceId, id, to, fence }) => ({
      workspaceId,
      id,
      kind: `message.${to}`,
      leadId: '',
      version: fence,
    })),
  );
  yield* reopenReplies(updates.filter(({ to }) => to === 'refused' || to === 'failed'));
}

function legalMove({ reason, mayHaveLeft = false, putOff = false, ...update }: MessageUpdate) {
  const { from, to, id } = update;
  if (to === 'claimed' || to === 'sending' || !mayMove(from, to, mayHaveLeft)) {
    throw new Error(`message ${id} may not go from ${from} to ${to}`);
  }
  return { ...update, putOff: putOff ? 1 : 0, reason: toJsonOrNull(reason), reasonCode: reason?.code ?? null };
}

/** Holds claimed messages until the transaction ends; by message whether its claim is still good. */
export function* holdClaimed(messages: readonly Message[]): Program<boolean[]> {
  const found = yield* allEach(
    STILL,
    messages.map(({ workspaceId, id, fence }) => ({ workspaceId, id, fence, state: 'claimed' })),
  );
  return messages.map((_, i) => found[i]?.length === 1);
}

/** A message that leaves, and the words that it leaves with. */
export interface Departure {
  readonly message: Message;
  readonly subject: string;
  readonly bodyHash: string;
}

/** Marks messages that this transaction holds `sending`, with their words, and the way out that takes them, on record. */
export function* departMessages(
  departures: readonly Departure[],
  { way, now }: { readonly way: string | null; readonly now: number },
): Program<void> {
  yield* runEachLater(
    DEPART,
    departures.map(({ message, subject, bodyHash }) => {
      const { workspaceId, id, fence } = message;
      return { workspaceId, id, fence, subject, bodyHash, way, now, state: 'claimed' };
    }),
  );
}

/** Brings a message to where an event says it is, as far as that is a legal move; one on its way out remembers it. */
export function* answerMessage(workspaceId: string, id: string, to: MessageState): Program<void> {
  const row = yield* first(STATE, { workspaceId, id });
  if (!row) return;
  const { state: from, may_have_left } = row;
  if (from === 'sending' && (to === 'delivered' || to === 'bounced')) yield* run(HEARD, { workspaceId, id, to });
  else if (from !== 'sending' && mayMove(from, to, may_have_left === 1))
    yield* run(ANSWERED, { workspaceId, id, from, to });
  yield* tellMessages([{ workspaceId, id }]);
}

/** Refuses messages that have not left, as far as anybody knows; one that is leaving already stays as it is. */
export function* takeBackMessages(workspaceId: string, ids: readonly string[]): Program<void> {
  if (ids.length === 0) return;
  const reasons = refusedFor({ code: 'taken-back' });
  yield* runEach(
    TAKE_BACK,
    ids.map((id) => ({ workspaceId, id, ...reasons })),
  );
  yield* reopenReplies(ids.map((id) => ({ workspaceId, id })));
  yield* tellMessages(ids.map((id) => ({ workspaceId, id })));
}
