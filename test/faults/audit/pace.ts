/**
 * How much and how fast: gaps, limits by day, warm-up, the time between two mails of a mailbox, canaries, what colleagues do.
 * Counts by itself, from the departures it saw; of the database it asks only what became of a message.
 */
import { type Audited, type Leaving, type Moment, since } from './audited.ts';
import { Breach } from './breach.ts';
import { dayIn, localTime } from './local-time.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A mailbox that sent on a day is warmer for so many days. */
const WARM_FOR_DAYS = 30;
/** Touches of an account are asked for so long. */
const ACCOUNT_MS = 2 * DAY_MS;
const HAS_LEFT = ['sending', 'sent', 'delivered', 'bounced', 'unconfirmed'];

/** Somebody else was in touch with a lead. */
interface Touch extends Moment {
  readonly at: number;
}

/** The audit of pace. */
export class PaceAudit {
  readonly #run: Audited;
  readonly #all: Leaving[] = [];
  /** The last departure of each message. */
  readonly #last = new Map<string, Leaving>();
  readonly #touches = new Map<string, Touch[]>();
  readonly #complaints = new Map<string, Moment[]>();
  readonly #canaries = new Map<string, Map<string, Leaving>>();
  readonly #released = new Set<string>();

  constructor(run: Audited) {
    this.#run = run;
  }

  /** The last departure of each message that left, or may have, for a recount. */
  get counted(): readonly Leaving[] {
    return [...this.#last.values()].filter(({ id }) => this.#mayHaveLeft(id));
  }

  touched(lead: string, at: number): void {
    const touches = this.#touches.get(lead) ?? [];
    touches.push({ at, time: this.#run.time(), wall: at });
    this.#touches.set(lead, touches);
  }

  complained(lead: string): void {
    const complaints = this.#complaints.get(lead) ?? [];
    complaints.push({ time: this.#run.time(), wall: this.#run.wall() });
    this.#complaints.set(lead, complaints);
  }

  released(campaign: string): void {
    this.#released.add(campaign);
  }

  /** Whether it may leave, by all that left before; then it has left. */
  depart(one: Leaving): void {
    this.#checkLeadDay(one);
    // What somebody waits for waits for nothing that only paces campaigns.
    if (!one.isReply) {
      this.#checkGap(one);
      this.#checkTouches(one);
      this.#checkAccount(one);
      this.#checkCounts(one);
      this.#checkMailbox(one);
      this.#checkCanary(one);
    }
    this.#all.push(one);
    this.#last.set(one.id, one);
    this.#joinCanary(one);
  }

  #mayHaveLeft(id: string): boolean {
    const [row] = this.#run.ground.rows('SELECT state, may_have_left FROM message WHERE id = ?', id);
    return HAS_LEFT.includes(String(row?.state)) || row?.may_have_left === 1;
  }

  /** Other messages that left, or may have, as far as they fit. */
  #others(one: Leaving, fits: (other: Leaving) => boolean): Leaving[] {
    return [...this.#last.values()].filter(
      (other) => other.id !== one.id && other.workspace === one.workspace && fits(other) && this.#mayHaveLeft(other.id),
    );
  }

  #checkGap(one: Leaving): void {
    const gapMs = this.#run.minGapHours * HOUR_MS;
    const close = (then: Moment) => since(then, one) < gapMs;
    const [other] = this.#others(one, (them) => them.lead === one.lead && close(them));
    if (other) throw new Breach('gap', `${one.id} leaves ${minutes(since(other, one))} minutes after ${other.id}`);
    const touch = this.#touches.get(one.lead)?.find(close);
    if (touch) throw new Breach('gap', `${one.id} leaves ${minutes(since(touch, one))} minutes after a touch`);
  }

  #checkTouches(one: Leaving): void {
    const { then, days } = this.#run.settings.limits.humanTouch;
    if (then !== 'hold' || one.row.enrollment_id === null) return;
    const touches = this.#touches.get(one.lead)?.filter(({ at }) => at >= Number(one.row.watched)) ?? [];
    if (touches.every((touch) => days !== null && since(touch, one) >= days * DAY_MS)) return;
    throw new Breach('human touch', `${one.id} leaves although somebody was in touch with ${one.lead}`);
  }

  #checkLeadDay(one: Leaving): void {
    const { leadDay } = this.#run.settings.limits.email;
    if (leadDay === null) return;
    this.#checkDay(one, 'lead', leadDay, (other) => other.lead === one.lead);
  }

  #checkAccount(one: Leaving): void {
    const { accountDay } = this.#run.settings.limits.email;
    const { account } = one.row;
    if (accountDay === null) return;
    const sameAccount = (other: Leaving) =>
      other.lead === one.lead ||
      (account !== null && other.row.account === account && one.wall - other.wall < ACCOUNT_MS);
    this.#checkDay(one, 'account', accountDay, sameAccount);
  }

  /** By the days of the lead's own zone. */
  #checkDay(one: Leaving, whose: string, most: number, fits: (other: Leaving) => boolean): void {
    const today = localTime(one.wall, one.zone).date;
    const isToday = (other: Leaving) => localTime(other.wall, one.zone).date >= today;
    const before = this.#others(one, (other) => fits(other) && isToday(other)).length;
    if (before >= most) throw new Breach('cap', `${one.id} is number ${before + 1} of its ${whose} on ${today}`);
  }

  /** Limits by the day of the workspace's zone: what left counts, and what may have. */
  #checkCounts(one: Leaving): void {
    const { limits, dailyCap } = this.#run.settings;
    const { campaignDay, senderDay, sendingDomainDay, recipientDomainDay } = limits.email;
    const { zone } = limits;
    const today = this.#others(one, ({ wall }) => dayIn(wall, zone) === dayIn(one.wall, zone));
    const check = (name: string, most: number, same: (other: Leaving) => boolean) => {
      const used = today.filter(same).length + 1;
      if (used > most) throw new Breach('cap', `${one.id} is number ${used} of its ${name} that day`);
    };
    const bySender = (other: Leaving) => other.row.sender === one.row.sender;
    const [ours, theirs] = [domainOf(one.row.sender), domainOf(one.row.recipient)];
    const byDomain = (other: Leaving) => domainOf(other.row.sender) === ours;
    check('mailbox', Math.min(dailyCap, senderDay ?? dailyCap), bySender);
    check('mailbox, which is warming up', this.#ramp(one, bySender), bySender);
    check('campaign', campaignDay ?? today.length + 1, (other) => other.campaign === one.campaign);
    check('sending domain', sendingDomainDay ?? today.length + 1, byDomain);
    check(
      'pair of domains',
      recipientDomainDay ?? today.length + 1,
      (other) => byDomain(other) && domainOf(other.row.recipient) === theirs,
    );
  }

  #ramp(one: Leaving, bySender: (other: Leaving) => boolean): number {
    const { warmUp, zone } = this.#run.settings.limits;
    if (warmUp === null) return Number.POSITIVE_INFINITY;
    const today = dayIn(one.wall, zone);
    const days = this.#others(one, bySender)
      .map(({ wall }) => dayIn(wall, zone))
      .filter((day) => day < today && day >= today - WARM_FOR_DAYS);
    return warmUp.start + warmUp.step * new Set(days).size;
  }

  #checkMailbox(one: Leaving): void {
    const { jitter } = this.#run.settings.limits;
    if (jitter === null) return;
    const last = this.#all.findLast(
      ({ workspace, row }) => workspace === one.workspace && row.sender === one.row.sender,
    );
    if (last && since(last, one) < jitter.fromSeconds * SECOND_MS) {
      throw new Breach('pace', `${one.id} leaves ${since(last, one)} ms after ${last.id}, from the same mailbox`);
    }
  }

  #checkCanary(one: Leaving): void {
    const { canary } = this.#run.settings.limits;
    if (canary === null || this.#released.has(one.campaign)) return;
    const members = this.#canaryOf(one.campaign).filter(({ id }) => id !== one.id && this.#mayHaveLeft(id));
    const bounced = members.filter(({ id }) => this.#stateOf(id) === 'bounced').length;
    const complained = members.filter((them) =>
      this.#complaints.get(them.lead)?.some((complaint) => complaint.wall >= them.wall),
    ).length;
    if (bounced > canary.messages * canary.bounceShare || complained > canary.messages * canary.complaintShare) {
      throw new Breach('canary', `${one.id} leaves although ${bounced} of the first bounced, ${complained} complained`);
    }
    if (members.length < canary.messages) return;
    const early = members.find((them) => since(them, one) < canary.hours * HOUR_MS);
    if (early)
      throw new Breach('canary', `${one.id} leaves ${minutes(since(early, one))} minutes after the first ones`);
  }

  #joinCanary(one: Leaving): void {
    const { canary } = this.#run.settings.limits;
    if (canary === null || this.#released.has(one.campaign)) return;
    const members = this.#canaries.get(one.campaign) ?? new Map<string, Leaving>();
    const others = [...members.keys()].filter((id) => id !== one.id && this.#mayHaveLeft(id)).length;
    if (others < canary.messages) members.set(one.id, one);
    this.#canaries.set(one.campaign, members);
  }

  #canaryOf(campaign: string): readonly Leaving[] {
    return [...(this.#canaries.get(campaign)?.values() ?? [])];
  }

  #stateOf(id: string): unknown {
    return this.#run.ground.rows('SELECT state FROM message WHERE id = ?', id)[0]?.state;
  }
}

/** All our addresses have names of two parts. */
export function domainOf(address: unknown): string {
  return String(address).slice(String(address).lastIndexOf('@') + 1);
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}
