/** Runs a row of connection-health.md. */
import { afterHearing, type Health } from '../src/domain/connection/health.ts';

interface Row {
  readonly was: Health['state'];
  readonly 'success at'?: number;
  readonly had?: string;
  readonly 'had at'?: number;
  readonly contact: 'works' | 'fails' | 'unclear';
  readonly code?: string;
  readonly asked?: boolean;
  readonly rests?: boolean;
  readonly now: number;
}

const SECOND_MS = 1_000;
const WORDS = 'What the provider said. '.repeat(50);

export function run(row: Row) {
  const failure =
    row.had === undefined ? null : { code: row.had, says: 'before', at: (row['had at'] ?? 0) * SECOND_MS };
  const successAt = row['success at'] === undefined ? null : row['success at'] * SECOND_MS;
  const { contact, code = null, asked = false, rests = false, now } = row;
  const heard = { contact, code, says: WORDS, asked, rests };
  const after = afterHearing({ state: row.was, successAt, failure, checkedAt: null }, heard, now * SECOND_MS);
  if (after === null) return { state: 'unchanged' };
  const isNew = after.failure !== null && after.failure !== failure;
  if (isNew && after.failure?.says !== WORDS.slice(0, 300)) throw new Error('300 characters of the words are kept');
  return {
    state: after.state,
    ...(after.successAt === null ? {} : { success: after.successAt / SECOND_MS }),
    ...(after.failure === null ? {} : { failure: after.failure.code, failed: after.failure.at / SECOND_MS }),
    ...(after.checkedAt === null ? {} : { checked: after.checkedAt / SECOND_MS }),
  };
}
