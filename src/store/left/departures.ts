/**
 * What left since the backup that this database was brought back from: kept as it was noted, found for the messages that would leave a
 * second time, and entered in the ledger in their place. Which departures are known, and what becomes of a message, is
 * `domain/delivery/departed`.
 */
import {
  type DepartureNote,
  isKnown,
  type LeftNote,
  type NotesRead,
  readOn,
  stateBy,
} from '../../domain/delivery/departed.ts';
import type {
  ClaimedMessage,
  Departure,
  DepartureAsked,
  DepartureVerbs,
  SendVerdict,
} from '../../engine/store-port.ts';
import { countAgain } from '../pace/counters.ts';
import { touchAccounts } from '../pace/touches.ts';
import { allEach, type Database, first, type Program, runEach, runEachLater } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { departMessages, moveHeld } from '../work/move-messages.ts';

const ATTEMPTED = statement<{ attempted_at: number | null }>(
  'SELECT attempted_at FROM message WHERE workspace_id = :workspaceId AND id = :messageId',
);
const KEEP = insert(
  'departure',
  ['workspaceId', 'messageId', 'intent', 'whom', 'at', 'way', 'bodyHash', 'state', 'providerRef'],
  `ON CONFLICT (workspace_id, message_id) DO UPDATE SET at = excluded.at, way = excluded.way, body_hash = excluded.body_hash,
   state = excluded.state, provider_ref = excluded.provider_ref`,
);
const ANSWER = statement(
  'UPDATE departure SET state = :state, provider_ref = :providerRef WHERE workspace_id = :workspaceId AND message_id = :messageId',
);
/** As the indexes have it. */
const OPEN = "taken_by IS NULL AND state <> 'back'";
const COUNT = statement<{ n: number }>(`SELECT COUNT(*) AS n FROM departure WHERE ${OPEN}`, {
  scans: 'once, as a database is claimed',
});
const ANY = statement<{ message_id: string }>(
  `SELECT message_id FROM departure WHERE ${OPEN} ORDER BY workspace_id, intent, at LIMIT 1`,
  { scans: 'the first of the index of open ones' },
);
/** Of one step there may be several: of other passages. */
const MOST = 9;
const foundBy = (by: Departure['by']) =>
  statement<SqlRow>(`
    SELECT message_id, at, way, body_hash, state, provider_ref FROM departure
    WHERE workspace_id = :workspaceId AND ${by} = :${by} AND ${OPEN} ORDER BY at LIMIT ${MOST}`);
const BY = { intent: foundBy('intent'), whom: foundBy('whom') };
const TAKE = statement(
  'UPDATE departure SET taken_by = :takenBy WHERE workspace_id = :workspaceId AND message_id = :messageId',
);

/** The verbs of `Store['departures']`. */
export function departureVerbs(db: Database): DepartureVerbs {
  return {
    keep: (workspaceId, notes) => db.write(() => keepDepartures(workspaceId, notes)),
    count: () => db.read(countDepartures),
    isOpen: () => db.read(isOpen),
    of: (asked) => db.read(() => departuresOf(asked)),
  };
}

function* keepDepartures(workspaceId: string, notes: readonly LeftNote[]): Program<void> {
  const read = new Map<string, NotesRead>();
  for (const note of notes) {
    read.set(note.messageId, readOn(read.get(note.messageId) ?? { departure: null, answer: null }, note));
  }
  const departed = [...read.values()].flatMap(({ departure, answer }) => (departure ? [{ departure, answer }] : []));
  const found = yield* allEach(
    ATTEMPTED,
    departed.map(({ departure: { messageId } }) => ({ workspaceId, messageId })),
  );
  const unknown = departed.filter(({ departure }, i) => !isKnown(departure, found[i]?.[0]?.attempted_at ?? null));
  yield* runEach(
    KEEP,
    unknown.map(({ departure, answer }) => ({
      ...columnsOf(departure),
      state: stateBy(answer),
      providerRef: answer?.providerRef ?? null,
    })),
  );
  const answers = [...read.values()].flatMap(({ departure, answer }) => (departure === null && answer ? [answer] : []));
  yield* runEach(
    ANSWER,
    answers.map((answer) => {
      const { messageId, providerRef } = answer;
      return { workspaceId, messageId, providerRef, state: stateBy(answer) };
    }),
  );
}

function columnsOf({ workspaceId, messageId, intent, whom, at, way, bodyHash }: DepartureNote) {
  return { workspaceId, messageId, intent, whom, at, way, bodyHash };
}

function* countDepartures(): Program<number> {
  return (yield* first(COUNT, {}))?.n ?? 0;
}

function* isOpen(): Program<boolean> {
  return (yield* first(ANY, {})) !== undefined;
}

function* departuresOf(asked: readonly DepartureAsked[]): Program<(Departure | null)[]> {
  const byIntent = yield* allEach(
    BY.intent,
    asked.map(({ workspaceId, intent }) => ({ workspaceId, intent })),
  );
  const byWhom = yield* allEach(
    BY.whom,
    asked.map(({ workspaceId, whom }) => ({ workspaceId, whom })),
  );
  const given = new Set<string>();
  return asked.map(({ workspaceId }, i) => {
    const candidates = [
      ...(byIntent[i] ?? []).map((row) => departureOf(row, 'intent')),
      ...(byWhom[i] ?? []).map((row) => departureOf(row, 'whom')),
    ];
    const mine = candidates.find(({ messageId }) => !given.has(`${workspaceId} ${messageId}`)) ?? null;
    if (mine) given.add(`${workspaceId} ${mine.messageId}`);
    return mine;
  });
}

function departureOf(row: SqlRow, by: Departure['by']): Departure {
  return {
    by,
    messageId: row.message_id as string,
    at: row.at as number,
    way: row.way as string,
    bodyHash: row.body_hash as string,
    state: row.state as Departure['state'],
    providerRef: row.provider_ref as string | null,
  };
}

/** A message that left before, and what is written of that. */
export interface LeftBefore {
  readonly claimed: ClaimedMessage;
  readonly verdict: Extract<SendVerdict, { kind: 'left' }>;
}

/** Enters messages that this transaction holds as handed over when they were, and counts them on that day. */
export function* enterDepartures(left: readonly LeftBefore[]): Program<void> {
  for (const { claimed, verdict } of left) {
    const { message } = claimed;
    const { subject, departure } = verdict;
    const { way, at: now } = departure;
    yield* departMessages([{ message, subject, bodyHash: departure.bodyHash }], { way, now });
  }
  yield* moveHeld(left.map(({ verdict }) => verdict.update));
  yield* runEachLater(
    TAKE,
    left.map(({ claimed: { message }, verdict: { departure } }) => ({
      workspaceId: message.workspaceId,
      messageId: departure.messageId,
      takenBy: message.id,
    })),
  );
  yield* countAgain(left.map(({ claimed, verdict }) => ({ ...claimed.message, attemptedAt: verdict.departure.at })));
  yield* touchAccounts(left.map(({ claimed, verdict }) => ({ claimed, at: verdict.departure.at })));
}
