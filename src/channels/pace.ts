/**
 * Keeps calls within the limits of an account whose answers tell them: 100 in 10 seconds and 200,000 a day until its headers say otherwise.
 * Owns when a call may be made; makes none. Source: HighLevel, rate limits, for one app and one location.
 */
import { LIMITS } from '../domain/limits.ts';

/** Time, and waiting. */
export interface PaceClock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

const INTERVAL_MS = 10_000;
const CALLS = 100;
/** Starts that are kept in mind; a limit that is told to be higher is not used beyond. */
const MOST_CALLS = 1_000;
const DAY_MS = 86_400_000;
const DAY_CALLS = 200_000;
/** Calls do not take equally long to arrive. */
const SPARE_MS = 500;

const SHARED = new Map<string, Pace>();

/**
 * The limits of an account, one for all of this process that speak to it: messages, hand-offs, harvests and comparisons count together.
 * `account` names it, with where its interface is.
 */
export function sharedPace(account: string, clock: PaceClock): Pace {
  const pace = SHARED.get(account) ?? new Pace(clock);
  // The longest unused goes where there are very many.
  SHARED.delete(account);
  SHARED.set(account, pace);
  const [first] = SHARED.keys();
  if (SHARED.size > LIMITS.connectionsOnRecord && first !== undefined) SHARED.delete(first);
  return pace;
}

/** The limits of one account. */
export class Pace {
  readonly #clock: PaceClock;
  #calls = CALLS;
  #intervalMs = INTERVAL_MS;
  #starts: number[] = [];
  #freeAt = 0;
  #day = 0;
  #today = 0;
  #tomorrow = 0;

  constructor(clock: PaceClock) {
    this.#clock = clock;
  }

  /** Waits until a call may be made; or says how long it is until the next day where today's are used up, else 0. */
  async turn(): Promise<number> {
    const now = this.#clock.now();
    if (now < this.#tomorrow) return this.#tomorrow - now;
    const before = this.#starts.at(-this.#calls) ?? Number.NEGATIVE_INFINITY;
    const at = Math.max(now, this.#freeAt, before + this.#intervalMs + SPARE_MS);
    this.#starts = [...this.#starts, at].slice(-MOST_CALLS);
    this.#count(at);
    if (at > now) await this.#clock.sleep(at - now);
    return 0;
  }

  /** Takes in what an answer says of the limits. */
  hears(status: number, headers: Headers): void {
    const now = this.#clock.now();
    const most = numberOf(headers, 'x-ratelimit-max');
    if (most !== null && most >= 1) this.#calls = Math.min(MOST_CALLS, most);
    const interval = numberOf(headers, 'x-ratelimit-interval-milliseconds');
    if (interval !== null) this.#intervalMs = Math.min(interval, DAY_MS);
    if (status === 429 || numberOf(headers, 'x-ratelimit-remaining') === 0)
      this.#freeAt = now + this.#intervalMs + SPARE_MS;
    if (numberOf(headers, 'x-ratelimit-daily-remaining') === 0) this.#tomorrow = nextDay(now);
  }

  /** Where no header tells, our own calls of the day are counted. */
  #count(at: number): void {
    const day = nextDay(at);
    this.#today = day === this.#day ? this.#today + 1 : 1;
    this.#day = day;
    if (this.#today >= DAY_CALLS) this.#tomorrow = day;
  }
}

function nextDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

function numberOf(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
