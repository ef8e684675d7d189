/**
 * Doing once what is asked for twice: the answer to a request with a key of its caller's is kept for a day, and told again. What was
 * refused or failed did nothing, and frees its key. Source: draft-ietf-httpapi-idempotency-key-header.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { ApiAnswer } from '../serve/api-port.ts';
import type { AnswerKey } from '../store-port.ts';
import { refusalOf } from './caller.ts';

const DAY_MS = 86_400_000;
/** Milliseconds after which a request whose process died is begun anew. */
const UNDER_WAY_MS = 600_000;

/** A request, and the hash by which it is known to be the same. */
interface OnceWish extends AnswerKey {
  readonly requestHash: string;
}

/**
 * Does the work, or tells its answer again. `toldOnce`: fields of the answer that are not kept. Errors: refusals `key-under-way`,
 * `key-of-other-request`, `answer-not-kept`; whatever the work throws.
 */
export async function once(
  engine: Engine,
  wish: OnceWish,
  toldOnce: readonly string[],
  work: () => Promise<unknown>,
): Promise<ApiAnswer> {
  const { requestHash, ...key } = wish;
  const owner = engine.ids.next('req');
  const { access } = engine.store;
  const now = engine.clock.now();
  const found = await access.beginAnswer({ ...key, requestHash, owner, now, until: now + UNDER_WAY_MS });
  if (found.kind === 'under-way') throw refusalOf('key-under-way');
  if (found.kind === 'other-request') throw refusalOf('key-of-other-request');
  if (found.kind === 'done') return { output: toldAgain(found.answer), toldAgain: true };
  try {
    const output = await work();
    await access.keepAnswer(key, owner, kept(output, toldOnce), engine.clock.now() + DAY_MS);
    return { output, toldAgain: false };
  } catch (error) {
    await access.dropAnswer(key, owner);
    throw error;
  }
}

function kept(output: unknown, toldOnce: readonly string[]): string | null {
  const hidden = Object.fromEntries(toldOnce.map((field) => [field, null]));
  const text = JSON.stringify(toldOnce.length === 0 ? output : { ...(output as object), ...hidden });
  return text.length <= LIMITS.keptAnswerCharacters ? text : null;
}

function toldAgain(answer: string | null): unknown {
  if (answer === null) throw refusalOf('answer-not-kept');
  return JSON.parse(answer);
}
