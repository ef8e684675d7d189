/**
 * What must always hold, asked after every commit of the changes in it. A breach is thrown with its words; the run adds seed
 * and time. Reads the database past our own code, and judges windows by another calendar than ours.
 */
import { mailboxOf } from '../../src/domain/consent/suppression.ts';
import { MESSAGE_MOVES, type MessageState } from '../../src/domain/message.ts';
import type { SendWindow } from '../../src/domain/playbook/playbook.ts';
import { REASONS } from '../../src/domain/reason.ts';
import type { Keyring } from '../../src/engine/keyring.ts';
import type { Change, Ground, Row } from './ground.ts';
import type { Actor } from './turns.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Something that must always hold does not. */
export class Breach extends Error {
  readonly rule: string;
  constructor(rule: string, words: string) {
    super(`${rule}: ${words}`);
    this.name = 'Breach';
    this.rule = rule;
  }
}

/** What the audit needs to know of a run. */
export interface Audited {
  readonly ground: Ground;
  /** Writes a line of the journal. */
  tell(words: string): void;
  readonly keyring: Keyring;
  /** True time, which no clock that is set wrong changes, and what the clocks show. */
  time(): number;
  wall(): number;
  readonly window: SendWindow;
  readonly minGapHours: number;
  readonly dailyCap: number;
  /** Messages whose outcome their worker could not know. */
  readonly doubts: Set<string>;
  /** Owners of leases that are gone. */
  isGone(owner: string): boolean;
}

/** A departure: the moment in which a message became `sending`. */
interface Departure {
  readonly time: number;
  readonly wall: number;
}

const CHANGES = 'SELECT * FROM sim_log WHERE seq > ? ORDER BY seq';
const DEPARTING = `
  SELECT m.*, e.zone, e.state AS e_state, e.reason_code AS e_reason, c.state AS c_state FROM message m
  JOIN campaign c ON c.workspace_id = m.workspace_id AND c.id = m.campaign_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id WHERE m.id = ?`;

/** The audit of one run. */
export class Audit {
  readonly #run: Audited;
  readonly #suppressed = new Set<string>();
  /** Leads of whom an opt-out, a bounce or a complaint is stored. */
  readonly #refusing = new Set<string>();
  readonly #events = new Map<string, number>();
  readonly #departures = new Map<string, Departure[]>();
  readonly #lastOf = new Map<string, Departure & { readonly message: string }>();
  readonly #perDay = new Map<number, number>();
  /** Messages that may have left, and went back in the queue because the provider honours their key. */
  readonly sentAgain = new Set<string>();
  #seq = 0;
  /** Changes seen since somebody last asked. */
  #fresh = 0;

  constructor(run: Audited) {
    this.#run = run;
  }

  /** Looks at what the latest commit of this actor changed. */
  afterCommit(actor: Actor): void {
    const changes = this.#run.ground.rows<Change>(CHANGES, this.#seq);
    if (changes.length === 0) return;
    this.#seq = changes.at(-1)?.seq ?? this.#seq;
    this.#fresh += changes.length;
    for (const change of changes) this.#look(change, actor);
    // What this commit refused counts from the next one on.
    for (const { kind, id, t } of changes) {
      if (kind === 'suppression' && (t === 'email' || t === 'all')) this.#suppressed.add(id);
    }
  }

  /** Count of changes since it was last asked. */
  takeFresh(): number {
    const fresh = this.#fresh;
    this.#fresh = 0;
    return fresh;
  }

  /** Times that a message left: its attempts. */
  attemptsOf(message: string): number {
    return this.#departures.get(message)?.length ?? 0;
  }

  /** Whether a refusal of this address is stored. */
  hasRefused(address: string): boolean {
    return this.#suppressed.has(this.#run.keyring.hash('address', mailboxOf(address)));
  }

  /** Origin ids of events with how often each was stored. */
  get storedEvents(): ReadonlyMap<string, number> {
    return this.#events;
  }

  #look(change: Change, actor: Actor): void {
    const { kind, id, f, t } = change;
    if (f !== t) this.#run.tell(`${kind} ${id}: ${f ?? 'nothing'} → ${t}`);
    if (kind === 'message') this.#lookAtMessage(change, actor);
    else if (kind === 'enrollment') this.#lookAtEnrollment(change);
    else if (kind === 'event') this.#lookAtEvent(change);
  }

  #lookAtMessage({ id, f, t, x: owner, y: leaseUntil }: Change, actor: Actor): void {
    if (f === null || f === t) return;
    const [from, to] = [f as MessageState, t as MessageState];
    if (!isLegal(from, to)) throw new Breach('legal moves', `message ${id} went from ${from} to ${to}`);
    const leased = from === 'claimed' || from === 'sending';
    if (leased && actor.verb === 'work.deliverTurn' && owner !== actor.name) {
      throw new Breach('fence', `${actor.name} moved ${id} from ${from} to ${to}, which ${owner} has claimed`);
    }
    const now = Math.max(this.#run.wall(), actor.cameAt);
    const over = Number(leaseUntil) <= now || this.#run.isGone(String(owner));
    if (leased && actor.verb === 'work.recoverLeases') {
      if (!over) throw new Breach('fence', `${id} was taken from ${owner} before its lease was over`);
      this.#run.doubts.add(id);
      if (to === 'queued') this.sentAgain.add(id);
    }
    if (to === 'sending') this.#depart(id);
  }

  #depart(id: string): void {
    const [message] = this.#run.ground.rows(DEPARTING, id);
    if (!message) throw new Breach('legal moves', `${id} is not there`);
    const now = { time: this.#run.time(), wall: this.#run.wall() };
    this.#checkAllowed(message);
    this.#checkWindow(message, now.wall);
    this.#checkGap(message, now);
    this.#countDay(message, now.wall);
    this.#departures.set(id, [...(this.#departures.get(id) ?? []), now]);
    if (message.attempts !== this.attemptsOf(id)) {
      throw new Breach('counters', `${id} left ${this.attemptsOf(id)} times and counts ${message.attempts}`);
    }
  }

  #checkAllowed({ id, recipient, lead_id, e_state, e_reason, c_state }: Row): void {
    const address = this.#run.keyring.hash('address', mailboxOf(String(recipient)));
    for (const key of [address, `lead:${lead_id}`]) {
      if (this.#suppressed.has(key)) throw new Breach('suppression', `${id} leaves to ${recipient}, who has refused`);
    }
    if (c_state !== 'live') throw new Breach('pause', `${id} leaves while its campaign is ${c_state}`);
    if (e_state === 'ended' && e_reason !== 'completed') {
      throw new Breach('ended', `${id} leaves although its enrollment ended: ${e_reason}`);
    }
  }

  #checkWindow({ id, zone }: Row, wall: number): void {
    const { weekday, minute, shown } = localTime(wall, String(zone));
    const { days, fromMinute, toMinute } = this.#run.window;
    if (days.includes(weekday) && minute >= fromMinute && minute < toMinute) return;
    throw new Breach('window', `${id} leaves at ${shown} in ${zone}`);
  }

  /** By the clock or in truth: a clock that is set back makes no gap shorter. */
  #checkGap({ id, enrollment_id }: Row, now: Departure): void {
    const last = this.#lastOf.get(String(enrollment_id));
    this.#lastOf.set(String(enrollment_id), { ...now, message: String(id) });
    if (!last || last.message === id || this.#wasTurnedAway(last.message)) return;
    const gap = Math.max(now.wall - last.wall, now.time - last.time);
    if (gap >= this.#run.minGapHours * HOUR_MS) return;
    throw new Breach('gap', `${id} leaves ${Math.round(gap / 60_000)} minutes after ${last.message}`);
  }

  #wasTurnedAway(message: string): boolean {
    const [row] = this.#run.ground.rows('SELECT state FROM message WHERE id = ?', message);
    return row?.state === 'refused' || row?.state === 'failed';
  }

  #countDay({ id, sender }: Row, wall: number): void {
    const day = Math.floor(wall / DAY_MS);
    const used = (this.#perDay.get(day) ?? 0) + 1;
    this.#perDay.set(day, used);
    if (used > this.#run.dailyCap) throw new Breach('cap', `${id} is number ${used} of its day`);
    const sql = "SELECT used FROM send_counter WHERE scope = 'sender' AND key = ? AND day = ?";
    // Several may leave in one commit: its end is compared, by the last of them.
    const [row] = this.#run.ground.rows(sql, String(sender), day);
    if (Number(row?.used ?? 0) < used)
      throw new Breach('counters', `${used} left on day ${day}, ${row?.used} are counted`);
  }

  /** Whoever has answered or refused is in no sequence any more, from the very commit of the event on. */
  #lookAtEvent({ id, t: kind, y: leadId }: Change): void {
    this.#events.set(id, (this.#events.get(id) ?? 0) + 1);
    if (kind === 'delivered' || leadId === null) return;
    if (kind !== 'replied' && kind !== 'booked') this.#refusing.add(String(leadId));
    const [open] = this.#run.ground.rows("SELECT id FROM enrollment WHERE lead_id = ? AND state <> 'ended'", leadId);
    if (open) throw new Breach('ended', `enrollment ${open.id} goes on after ${id}`);
  }

  #lookAtEnrollment({ id, f, t, x: lastBefore, y: last, z: reason }: Change): void {
    if (f === null && this.#refusing.has(String(lastBefore))) {
      throw new Breach('suppression', `enrollment ${id} begins after its lead has refused`);
    }
    // Why one ended may be told late, and nothing else of it.
    if (f === 'ended' && (t !== 'ended' || last !== lastBefore))
      throw new Breach('legal moves', `enrollment ${id} was over and was changed`);
    if (reason !== null && !(String(reason) in REASONS)) throw new Breach('reasons', `${reason} has no words`);
    if (f === null || last === null || last === lastBefore) return;
    const [found] = this.#run.ground.rows('SELECT id FROM message WHERE id = ?', last);
    if (!found)
      throw new Breach('one per intent', `enrollment ${id} takes ${last} for sent, which is not in the ledger`);
  }
}

/** What was heard of a message on its way out is where it goes when its own result comes: sent, and delivered, in one. */
function isLegal(from: MessageState, to: MessageState): boolean {
  return MESSAGE_MOVES[from].includes(to) || (from === 'sending' && (to === 'delivered' || to === 'bounced'));
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function localTime(at: number, zone: string): { weekday: number; minute: number; shown: string } {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
    FORMATS.set(zone, format);
  }
  const shown = format.format(at);
  const [, weekday = '', hour = '', minute = ''] = /^(\w{3}),? (\d\d):(\d\d)/.exec(shown) ?? [];
  return { weekday: WEEKDAYS.indexOf(weekday) + 1, minute: Number(hour) * 60 + Number(minute), shown };
}
