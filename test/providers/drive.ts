/**
 * Sends as the engine does: tries again what may be tried again, asks about what is unconfirmed once it has settled, and never sends
 * that blindly. On a clock of its own, so that no wait takes time.
 */
import type { Lookup, SendResult } from '../../src/engine/ports.ts';
import { THOROUGH } from '../thorough.ts';

/** Messages of a run: 2,000 where tests run in their whole length. */
export const MESSAGES: number = THOROUGH ? 2_000 : 200;

/** What is driven. */
export interface Driven {
  readonly concurrency: number;
  readonly lookup: Lookup;
  readonly clock: VirtualClock;
  /** Each with the number or address that it goes to. */
  readonly messages: readonly { readonly id: string; readonly to: string }[];
  send(index: number): Promise<SendResult>;
}

/** How it ended. */
export interface DriveReport {
  readonly sent: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  /** Every message that was ever unconfirmed. */
  readonly unconfirmed: ReadonlySet<string>;
  /** What was made of it. */
  readonly verdicts: Readonly<Record<'accepted' | 'absent' | 'unknown', number>>;
  readonly tries: number;
  /** Neither sent nor refused after all rounds. */
  readonly open: ReadonlySet<string>;
}

/** Time that moves when it is told to. */
export class VirtualClock {
  #now = Date.parse('2026-11-28T12:00:00Z');
  readonly now = (): number => this.#now;
  /** Lets time pass. */
  readonly pass = (ms: number): void => {
    this.#now += ms;
  };
}

const ROUNDS = 30;

/** Sends all of it. */
export async function drive(driven: Driven): Promise<DriveReport> {
  const run = new Run(driven);
  for (let round = 0; round < ROUNDS && run.open.size > 0; round++) await run.round();
  return run;
}

class Run implements DriveReport {
  readonly sent = new Set<string>();
  readonly refused = new Set<string>();
  readonly unconfirmed = new Set<string>();
  readonly verdicts = { accepted: 0, absent: 0, unknown: 0 };
  tries = 0;
  readonly open: Set<string>;
  readonly #driven: Driven;
  readonly #doubtful = new Map<string, number>();

  constructor(driven: Driven) {
    this.#driven = driven;
    this.open = new Set(driven.messages.map(({ id }) => id));
  }

  async round(): Promise<void> {
    const due = this.#driven.messages.map(({ id }, index) => ({ id, index }));
    const next = due.filter(({ id }) => this.open.has(id) && !this.#doubtful.has(id)).values();
    const workers = Array.from({ length: this.#driven.concurrency }, async () => {
      for (const { id, index } of next) await this.#try(id, index);
    });
    await Promise.all(workers);
    this.#driven.clock.pass(60_000);
    await this.#confirm();
  }

  async #try(id: string, index: number): Promise<void> {
    const at = this.#driven.clock.now();
    this.tries++;
    const result = await this.#driven.send(index);
    if (result.kind === 'sent') this.#ends(id, this.sent);
    else if (result.kind === 'refused') this.#ends(id, this.refused);
    else if (result.kind === 'unconfirmed') {
      this.#doubtful.set(id, at);
      this.unconfirmed.add(id);
    }
  }

  async #confirm(): Promise<void> {
    const { lookup, messages, clock } = this.#driven;
    for (const { id, to } of messages) {
      const attemptedAt = this.#doubtful.get(id);
      if (attemptedAt === undefined || attemptedAt + lookup.settleMs > clock.now()) continue;
      const verdict = await lookup.ask({ id, messageId: `<${id}@example.com>`, providerRef: null, to, attemptedAt });
      this.verdicts[verdict]++;
      if (verdict !== 'unknown') this.#doubtful.delete(id);
      if (verdict === 'accepted') this.#ends(id, this.sent);
    }
  }

  #ends(id: string, where: Set<string>): void {
    where.add(id);
    this.open.delete(id);
  }
}
