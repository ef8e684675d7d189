/**
 * How a connection on record fares, by what was heard of it (directives/connection-health.md). Owns when it fails and when it is well;
 * how long a failing way is left alone is `domain/delivery/rest`.
 */

/** How a connection stands. Times in epoch milliseconds. */
export interface Health {
  /** `new` = never used. `failing` = what leaves by it is held. */
  readonly state: 'new' | 'well' | 'failing';
  readonly successAt: number | null;
  /** The last failure, whether it was lasting or not; kept when it is well again. */
  readonly failure: Failure | null;
  /** When a person or the engine last asked the provider how it stands. */
  readonly checkedAt: number | null;
}

/** A failure: its code in the table of reasons, and what the provider said. */
export interface Failure {
  readonly code: string;
  readonly says: string;
  readonly at: number;
}

/** What was heard. */
export interface Heard {
  readonly contact: 'works' | 'fails' | 'unclear';
  readonly code: string | null;
  readonly says: string;
  /** The provider was asked how it stands; otherwise a message was tried. */
  readonly asked: boolean;
  /** The way rests after failures in a row. */
  readonly rests: boolean;
}

/** A connection that was just made, or given another secret. */
export const UNTRIED: Health = { state: 'new', successAt: null, failure: null, checkedAt: null };

/** The same is not written down again within this, ms: most of what is heard is that all goes well. */
const NOTE_MS = 60_000;
const SAYS_CHARACTERS = 300;
/** One such answer is enough: nobody gets in by it again until a person does something. */
const AT_ONCE: ReadonlySet<string> = new Set(['login-refused', 'secret-unreadable', 'settings-unfit']);
/** A person must mend these, too, but one such answer may be about one message. */
const IN_A_ROW: ReadonlySet<string> = new Set(['sender-refused', 'tls-failed']);

/** How it stands now; null = as before, as far as it is written down. */
export function afterHearing(health: Health, heard: Heard, now: number): Health | null {
  const checkedAt = heard.asked ? now : health.checkedAt;
  if (heard.contact === 'works')
    return isNews(health, heard, now) ? { ...health, state: 'well', successAt: now, checkedAt } : null;
  if (heard.contact === 'unclear' || heard.code === null) return null;
  const state = isLasting(heard, heard.code) ? 'failing' : health.state;
  if (!heard.asked && state === health.state && isKnown(health, heard.code, now)) return null;
  const failure = { code: heard.code, says: heard.says.slice(0, SAYS_CHARACTERS), at: now };
  return { ...health, state, failure, checkedAt };
}

function isLasting({ asked, rests }: Heard, code: string): boolean {
  return AT_ONCE.has(code) || (IN_A_ROW.has(code) && (asked || rests));
}

function isNews({ state, successAt }: Health, { asked }: Heard, now: number): boolean {
  return asked || state !== 'well' || successAt === null || now - successAt >= NOTE_MS;
}

function isKnown({ failure }: Health, code: string, now: number): boolean {
  return failure !== null && failure.code === code && now - failure.at < NOTE_MS;
}
