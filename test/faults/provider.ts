/**
 * The provider at the other end: it remembers what it truly accepted, whatever it answered. Where it honours keys, the same
 * Message-ID twice is one mail. Owns the truth that the ledger is compared with.
 */
import type { Mail } from '../../src/domain/message.ts';
import type { SendResult } from '../../src/engine/ports.ts';
import type { Chance } from './chance.ts';

const MINUTE_MS = 60_000;

/** How one call goes: whether it is accepted, and what the caller hears of it after a while. */
export interface Course {
  readonly name: string;
  readonly accepts: boolean;
  readonly answer: SendResult | 'throws';
  readonly afterMs: number;
}

const SENT = { kind: 'sent', providerRef: 'ok', detail: '250 ok' } as const;
const LOST = { kind: 'unconfirmed', detail: 'the connection broke' } as const;
const GOOD: Course = { name: 'sent', accepts: true, answer: SENT, afterMs: 0 };

/** What goes wrong outside: answers that are late, lost or bad. */
const TROUBLE: readonly Course[] = [
  { name: 'sent, told late', accepts: true, answer: SENT, afterMs: 4 * MINUTE_MS },
  { name: 'sent, told after the lease', accepts: true, answer: SENT, afterMs: 40 * MINUTE_MS },
  { name: 'accepted, answer lost', accepts: true, answer: LOST, afterMs: MINUTE_MS },
  { name: 'accepted, adapter threw', accepts: true, answer: 'throws', afterMs: MINUTE_MS },
  { name: 'broke before it was accepted', accepts: false, answer: LOST, afterMs: MINUTE_MS },
  { name: 'adapter threw before', accepts: false, answer: 'throws', afterMs: 0 },
  retry('451 try later', null, 0),
  retry('429 too many', 20 * MINUTE_MS, 0),
  retry('503 down', null, MINUTE_MS),
  retry('421 told after the lease', null, 40 * MINUTE_MS),
  refused('550 no such user', 0),
  refused('554 told after the lease', 40 * MINUTE_MS),
];

/** Answers that come when the lease is over. */
const SLOW = TROUBLE.filter(({ afterMs }) => afterMs >= 40 * MINUTE_MS);

/** Nobody answers: the connection is at fault, and no message of its own. */
const DOWN: Course = {
  name: 'down',
  accepts: false,
  answer: { kind: 'retry', afterMs: null, code: 'no-connection', detail: 'nobody answers' },
  afterMs: 0,
};

function retry(code: string, wait: number | null, afterMs: number): Course {
  const answer: SendResult = { kind: 'retry', afterMs: wait, code: code.slice(0, 3), detail: code };
  return { name: code, accepts: false, answer, afterMs };
}

function refused(code: string, afterMs: number): Course {
  const answer: SendResult = { kind: 'refused', code: code.slice(0, 3), detail: code, blame: 'recipient' };
  return { name: code, accepts: false, answer, afterMs };
}

/** A mail that was accepted. */
export interface Accepted {
  readonly mail: Mail;
  readonly intent: string;
  /** Times it was taken for a mail of its own; more than one is a mail sent twice. */
  times: number;
}

/** The provider of one run. */
export class Provider {
  readonly accepted = new Map<string, Accepted>();
  /** Messages whose outcome nobody could be sure of, by what happened to them. */
  readonly doubts = new Set<string>();
  readonly #honoursKeys: boolean;
  /** What each Message-ID stood for when it was first seen. */
  readonly #content = new Map<string, string>();
  /** Mails that it was slow with: slowness comes in spells, so that two workers wait for their answers at once. */
  readonly #slow = new Set<string>();
  /** What it refused for good, which it says again under the same key. */
  readonly #refused = new Map<string, Course>();

  constructor(honoursKeys: boolean) {
    this.#honoursKeys = honoursKeys;
  }

  /** How this call will go; `trouble` = probability that it does not go well. A mail that is known already is only told so. */
  courseOf(mail: Mail, chance: Chance, trouble: number): Course {
    const course = this.#drawn(mail, chance, trouble);
    const answers = course.answer !== 'throws' && course.answer.kind !== 'unconfirmed';
    if (this.#honoursKeys && this.accepted.has(mail.messageId)) return answers ? GOOD : course;
    const before = this.#refused.get(mail.messageId);
    if (this.#honoursKeys && before) return before;
    if (course.answer !== 'throws' && course.answer.kind === 'refused')
      this.#refused.set(mail.messageId, { ...course, afterMs: 0 });
    return course;
  }

  #drawn({ messageId }: Mail, chance: Chance, trouble: number): Course {
    if (trouble === 1) return DOWN;
    if (this.#slow.has(messageId) && chance.hits(0.5)) return chance.pick(SLOW);
    if (!chance.hits(trouble)) return GOOD;
    const course = chance.pick(TROUBLE);
    if (SLOW.includes(course)) this.#slow.add(messageId);
    return course;
  }

  /** Takes the mail, where the course says so; true = it is new. Errors: a Message-ID that stood for another mail. */
  take(mail: Mail, course: Course): boolean {
    const intent = mail.headers.find(([name]) => name === 'X-Rekindle-Intent')?.[1] ?? '';
    const content = JSON.stringify([intent, mail.to.address, mail.subject, mail.text]);
    const before = this.#content.get(mail.messageId) ?? content;
    if (before !== content) throw new Error(`${mail.messageId} stands for two mails: ${before} and ${content}`);
    this.#content.set(mail.messageId, content);
    if (!course.accepts) return false;
    const known = this.accepted.get(mail.messageId);
    if (!known) this.accepted.set(mail.messageId, { mail, intent, times: 1 });
    else if (!this.#honoursKeys) known.times += 1;
    return !known;
  }
}
