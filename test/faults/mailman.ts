/**
 * The way between the engine's channel and the provider: calls and answers stop at gates, and whoever calls may be gone before
 * the call, after it, or before the answer is heard.
 */
import type { Mail } from '../../src/domain/message.ts';
import type { Lookup, SendResult } from '../../src/engine/ports.ts';
import type { Agenda } from './agenda.ts';
import type { Audit } from './audit/audit.ts';
import { Breach } from './audit/breach.ts';
import type { Chance } from './chance.ts';
import type { Ground } from './ground.ts';
import type { Provider } from './provider.ts';
import type { Settings } from './settings.ts';
import type { Stage } from './stage.ts';
import type { Actor, Turns } from './turns.ts';

/** What a run hands to those who work in it. */
export interface Line {
  readonly settings: Settings;
  readonly stage: Stage;
  readonly chance: Chance;
  readonly turns: Turns;
  readonly agenda: Agenda;
  readonly ground: Ground;
  readonly provider: Provider;
  readonly audit: Pick<Audit, 'afterCommit'>;
  /** True time, and what the clocks show. */
  time(): number;
  wall(): number;
  /** Whether the faults have stopped. */
  calm(): boolean;
  /** Whether a routine, a run of one or an alert is due. */
  isRoutineDue(): boolean;
  /** Whether the provider takes nothing from anybody just now. */
  isDown(): boolean;
  /** Writes a line of the journal. */
  tell(words: string): void;
  /** Ends the run with what went wrong. */
  fail(error: unknown): void;
  /** A mail has arrived for the first time. */
  gotMail(mail: Mail): void;
}

/** Probability that a call does not go well, where the provider gives trouble. */
const TROUBLE = 0.35;

/** Carries the mails of one run. */
export class Mailman {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
  }

  /** One call of the channel by this actor. */
  async send(actor: Actor, mail: Mail, vanish: () => void): Promise<SendResult> {
    const { turns, provider, chance } = this.#line;
    this.#checkOnRecord(actor, mail);
    const fate = await turns.at(actor, 'call', `calls for ${mail.id}`, this.#line.time());
    if (fate.kind === 'cut') return gone(vanish);
    const course = provider.courseOf(mail, chance, this.#troubleNow());
    this.#line.tell(`provider: ${mail.id} ${course.name}`);
    if (provider.take(mail, course)) this.#line.gotMail(mail);
    if (course.answer === 'throws' || course.answer.kind === 'unconfirmed') provider.doubts.add(mail.id);
    if (fate.kind === 'lost') return gone(vanish);
    const heard = await turns.at(actor, 'answer', `hears of ${mail.id}`, this.#line.time() + course.afterMs);
    if (heard.kind !== 'go') return gone(vanish);
    if (course.answer === 'throws') throw new Error('the adapter has a bug');
    return course.answer;
  }

  /** Probability that a call goes badly; 1 = the provider takes nothing. */
  #troubleNow(): number {
    const { calm, isDown, settings } = this.#line;
    if (calm()) return 0;
    return isDown() ? 1 : settings.faults.trouble ? TROUBLE : 0;
  }

  /** What the provider says of a mail that it may have. */
  async lookUp(actor: Actor, id: string, messageId: string, vanish: () => void): ReturnType<Lookup['ask']> {
    const { turns, provider, chance, settings, calm } = this.#line;
    const fate = await turns.at(actor, 'answer', `asks about ${id}`, this.#line.time());
    if (fate.kind !== 'go') return gone(vanish);
    if (settings.faults.trouble && !calm() && chance.hits(TROUBLE)) return 'unknown';
    return provider.accepted.has(messageId) ? 'accepted' : 'absent';
  }

  /** The intention is on disk before the call begins, under a lease of the caller. */
  #checkOnRecord(actor: Actor, mail: Mail): void {
    const [row] = this.#line.ground.rows('SELECT state, lease_owner FROM message WHERE id = ?', mail.id);
    if (row?.state === 'sending' && row.lease_owner === actor.name) return;
    const words = `${mail.id} is called for while it is ${row?.state} of ${row?.lease_owner}`;
    this.#line.fail(new Breach('on record', words));
  }
}

/** Whoever calls vanishes, and hears nothing. */
export function gone(vanish: () => void): Promise<never> {
  vanish();
  return new Promise<never>(() => undefined);
}
