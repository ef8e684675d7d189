/**
 * When a connection that fails is left alone, and when it is tried again (directives/connection-rest.md): the circuit breaker.
 * Owns its few states; where they are kept is the store's, which messages use the connection is the engine's.
 */

/** How a connection stands. Times in epoch milliseconds. */
export interface Rest {
  /** Failures since it last worked. */
  readonly faults: number;
  /** How often it was laid to rest since it last worked. */
  readonly rests: number;
  /** It rests until then; null = it is in use. */
  readonly until: number | null;
  /** The last failure's code. */
  readonly code: string | null;
}

/** One that failed lately, by name. */
export interface ConnectionRest extends Rest {
  /** `MailChannel.name`. */
  readonly connection: string;
}

/** A connection that works, or that nobody has used yet. */
export const IN_USE: Rest = { faults: 0, rests: 0, until: null, code: null };

/** Failures in a row before it is left alone: one may be a hiccup, and every one is a message put off. */
export const FAULTS = 3;
const SECOND_MS = 1_000;
/** First and longest rest of what mends itself, ms: work goes on within half a minute of the server's return. */
const SHORT_MS = [5 * SECOND_MS, 30 * SECOND_MS] as const;
/** First and longest rest of what a person must mend, ms: a server that sees a wrong login every few seconds locks the account. */
const LONG_MS = [60 * SECOND_MS, 15 * 60 * SECOND_MS] as const;
/** Failures that do not go by themselves. */
const FOR_A_PERSON: ReadonlySet<string> = new Set(['login-refused', 'sender-refused', 'tls-failed', 'outbox-unusable']);

/** How the connection stands after it was used. */
export function afterContact(
  rest: Rest,
  contact: 'works' | 'fails' | 'unclear',
  code: string | null,
  now: number,
): Rest {
  if (contact === 'unclear') return rest;
  if (contact === 'works') return IN_USE;
  // What was under way when it was laid to rest says nothing new.
  if (rest.until !== null && now < rest.until) return rest;
  const faults = rest.faults + 1;
  if (faults < FAULTS) return { ...rest, faults, code };
  return { faults, rests: rest.rests + 1, until: now + restMs(rest.rests, code), code };
}

/** How many messages may use it now: all, one to try it with, or none. */
export function mayUse(rest: Rest, now: number): 'all' | 'one' | 'none' {
  if (rest.until === null) return 'all';
  return now < rest.until ? 'none' : 'one';
}

/** How it stands while one message tries it: to all others it goes on resting, so that there is one try and not one per worker. */
export function whileTried(rest: Rest, now: number): Rest {
  return { ...rest, until: now + restMs(rest.rests, rest.code) };
}

function restMs(rests: number, code: string | null): number {
  const [first, longest] = code !== null && FOR_A_PERSON.has(code) ? LONG_MS : SHORT_MS;
  return Math.min(first * 2 ** rests, longest);
}
