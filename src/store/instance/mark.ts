/** The mark of the database: one row, by which a copy of it can be told from the one that sends. */
import type { Mark } from '../../domain/instance/fence.ts';
import { all, first, type Program, run } from '../program.ts';
import { statement } from '../statement.ts';

const MARK = statement<{ token: string; epoch: number }>("SELECT token, epoch FROM instance WHERE id = 'this'");
const BEGIN = statement(`
  INSERT INTO instance (id, token, epoch, claimed_at, claimed_by) VALUES ('this', :token, 1, :now, NULL)
  ON CONFLICT (id) DO NOTHING`);
const GROW = statement<{ token: string; epoch: number }>(
  "UPDATE instance SET epoch = epoch + 1 WHERE id = 'this' AND token = :token RETURNING token, epoch",
);
/** A new token, whatever mark there is. */
export const CLAIM = statement(`
  INSERT INTO instance (id, token, epoch, claimed_at, claimed_by) VALUES ('this', :token, 1, :now, :by)
  ON CONFLICT (id) DO UPDATE SET token = excluded.token, epoch = instance.epoch + 1, claimed_at = excluded.claimed_at,
    claimed_by = excluded.claimed_by`);

/** The mark, or null where nothing was ever sent. */
export function* readMark(): Program<Mark | null> {
  const row = yield* first(MARK, {});
  return row ? { token: row.token, epoch: row.epoch } : null;
}

/** Marks a database without a mark; of two that do so at once the first one wins. */
export function* beginMark(token: string, now: number): Program<Mark> {
  yield* run(BEGIN, { token, now });
  return (yield* readMark()) as Mark;
}

/** Raises the epoch; null where the token is another by now. */
export function* growMark(token: string): Program<Mark | null> {
  const [row] = yield* all(GROW, { token });
  return row ? { token: row.token, epoch: row.epoch } : null;
}

/** Gives a new token. */
export function* claimMark(token: string, by: string, now: number): Program<Mark> {
  yield* run(CLAIM, { token, by, now });
  return (yield* readMark()) as Mark;
}
