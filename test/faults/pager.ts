/** Somewhere that alerts go. It remembers what it took, whatever it answered; calls and answers stop at gates like those of mails. */
import type { AlertNotice, AlertResult } from '../../src/engine/ports.ts';
import { gone, type Line } from './mailman.ts';
import type { Actor } from './turns.ts';

interface Course {
  readonly takes: boolean;
  readonly answer: AlertResult | 'throws';
}

const SENT: Course = { takes: true, answer: { kind: 'sent', detail: 'ok' } };
const TROUBLE: readonly Course[] = [
  { takes: true, answer: { kind: 'unconfirmed', detail: 'the connection broke' } },
  { takes: true, answer: 'throws' },
  { takes: false, answer: { kind: 'unconfirmed', detail: 'the connection broke' } },
  { takes: false, answer: { kind: 'retry', afterMs: null, detail: '503' } },
  { takes: false, answer: { kind: 'refused', detail: '404' } },
];

/** The pager of one run. */
export class Pager {
  readonly #line: Line;
  /** Times that each alert was taken, by its id. */
  readonly taken = new Map<string, number>();

  constructor(line: Line) {
    this.#line = line;
  }

  /** One call by this actor. */
  async send(actor: Actor, { id }: AlertNotice, vanish: () => void): Promise<AlertResult> {
    const { turns, chance, settings, calm } = this.#line;
    const fate = await turns.at(actor, 'call', `tells of ${id}`, this.#line.time());
    if (fate.kind === 'cut') return gone(vanish);
    const course = settings.faults.trouble && !calm() && chance.hits(0.4) ? chance.pick(TROUBLE) : SENT;
    if (course.takes) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    if (fate.kind === 'lost') return gone(vanish);
    const heard = await turns.at(actor, 'answer', `hears of ${id}`, this.#line.time());
    if (heard.kind !== 'go') return gone(vanish);
    if (course.answer === 'throws') throw new Error('the pager has a bug');
    return course.answer;
  }
}
