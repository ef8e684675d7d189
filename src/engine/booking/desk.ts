/**
 * Works on meetings: asks calendars for times, offers them, and books the one that was chosen. That a booking is begun is on disk before
 * the call; one whose answer was lost is looked for before anything is booked. Owns the order; which times are offered is a rule.
 */
import type { BookingTalk, Meeting } from '../../domain/booking/meeting.ts';
import { offerFrom } from '../../domain/booking/offer.ts';
import { type MeetingEvent, type MeetingTold, meetingOriginId } from '../../domain/booking/told.ts';
import { DAY_MS } from '../../domain/calendar/day.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import type { HandOffAnswer } from '../../domain/handoff/answer.ts';
import { LIMITS } from '../../domain/limits.ts';
import { ApiStop, type KeptMeeting, type MeetingPerson } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { HandOffWays } from '../handoff/ways.ts';
import { recordEvents } from '../react.ts';
import type { LeadStory, MeetingSettled } from '../store-port.ts';
import { DRY, type Place, placeOf } from './place.ts';
import { meetingTask, saidMessage } from './said.ts';

/** How long one meeting may take before another process may look after it, ms: a few calls, each waited for. */
const LEASE_MS = 3 * 60_000;
/** Waits before the next try, ms: somebody waits for the answer. */
const WAITS_MS = [5_000, 15_000, 60_000, 120_000, 300_000, 600_000, 1_200_000] as const;
/** While times are asked for nobody is kept waiting longer than this many tries. */
const OFFER_TRIES = 3;

/** How often a calendar is asked about a meeting that it has, until a day after it, ms. */
const LOOK_MS = 3_600_000;

type Talked = Meeting & { readonly talk: BookingTalk };

/** Meetings that one worker has in hand. */
export class MeetingDesk {
  readonly #engine: Engine;
  readonly #ways: HandOffWays;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#ways = new HandOffWays(engine);
  }

  /** Works on what is due; the count. Nothing is asked or booked while this database may not be the one that sends. */
  async work(): Promise<number> {
    const { store, clock, peers, fence } = this.#engine;
    if ((await fence.closed()) !== null || haltOf(await store.instance.halts(), '', null)) return 0;
    const leaseNow = await store.now();
    const claimed = await store.meetings.claim({
      ...{ now: clock.now(), owner: peers.self, leaseNow, until: leaseNow + LEASE_MS, limit: LIMITS.meetingsAtOnce },
      isGone: (owner) => peers.isGone(owner),
    });
    await Promise.all(claimed.map((meeting) => this.#one(meeting)));
    await this.#ways.closeReplaced();
    return claimed.length;
  }

  close(): Promise<void> {
    return this.#ways.close();
  }

  async #one(meeting: Meeting): Promise<void> {
    const { talk } = meeting;
    try {
      if (talk === null) return;
      if (meeting.state === 'booked') await this.#look({ ...meeting, talk });
      else await this.#settle(await this.#next({ ...meeting, talk }));
    } catch (error) {
      // It stays leased, and is taken up again when the lease is over.
      this.#engine.log.error('a meeting could not be worked on', { error: String(error) });
    }
  }

  async #next(meeting: Talked): Promise<MeetingSettled> {
    const { workspaceId, leadId, attempts, state } = meeting;
    if (attempts > LIMITS.meetingAttempts) return this.#givenUp(meeting, 'booking-failed');
    const story = await this.#engine.store.leads.story(workspaceId, leadId, this.#engine.suppressionKeys);
    const place = await placeOf(this.#engine, this.#ways, meeting.workspaceId, meeting.talk);
    if (place === null || story === null) return this.#givenUp(meeting, 'booking-failed');
    try {
      return state === 'wanted' ? await this.#offer(meeting, place) : await this.#book(meeting, place, story);
    } catch (error) {
      if (!(error instanceof ApiStop)) throw error;
      return this.#stopped(meeting, error.reply);
    }
  }

  /** Asks the calendar whether it is as it was told: what a webhook told is lost where nobody was there to hear it. */
  async #look(meeting: Talked): Promise<void> {
    const { ref, startsAt } = meeting;
    const now = this.#engine.clock.now();
    const place = await placeOf(this.#engine, this.#ways, meeting.workspaceId, meeting.talk);
    const isPast = startsAt === null || now > startsAt + DAY_MS;
    const kept = place === null || ref === null ? undefined : await keptAt(place, ref);
    const dueAt = isPast || place === null ? null : now + LOOK_MS;
    await this.#settle({ meeting: { ...meeting, attempts: 0, dueAt }, messages: [], tasks: [] });
    if (kept === undefined || ref === null) return;
    const told = kept?.state ?? 'cancelled';
    const time = told === 'booked' && kept ? kept.startsAt : startsAt;
    if (told === 'booked' && time === startsAt) return;
    const kind = told === 'booked' ? 'meeting-moved' : told === 'cancelled' ? 'meeting-cancelled' : 'no-show';
    await this.#tell(meeting, kind, { ref, state: told, startsAt: time });
  }

  #tell(
    { workspaceId, leadId, campaignId, origin }: Meeting,
    kind: MeetingEvent,
    told: Pick<MeetingTold, 'ref' | 'state' | 'startsAt'>,
  ): Promise<number> {
    const of = {
      workspaceId,
      leadId,
      campaignId,
      messageId: null,
      kind,
      at: this.#engine.clock.now(),
      origin,
    } as const;
    const originId = meetingOriginId(kind, told.ref, told.startsAt);
    const meeting = { ...told, origin, before: null };
    return recordEvents(this.#engine, [{ ...of, originId, verdict: 'human', direction: 'in', text: null, meeting }]);
  }

  /** Times, in answer to what was written last; a person looks where the calendar has none. */
  async #offer(meeting: Talked, { calendar }: Place): Promise<MeetingSettled> {
    const { talk, code } = meeting;
    const now = this.#engine.clock.now();
    const until = now + (talk.rules.aheadDays + 1) * DAY_MS;
    const free = await calendar.free({ calendar: talk.calendar, from: now, until, zone: talk.rules.zone });
    const { slots, reasons } = offerFrom(free, { ...talk.rules, now, passed: talk.passed });
    if (slots.length === 0) return this.#givenUp(meeting, reasons[0]?.code ?? 'booking-no-slot');
    const say = code === 'booking-taken' ? 'offer-taken' : talk.offers === 0 ? 'offer' : 'offer-anew';
    const offers = code === 'booking-taken' ? talk.offers : talk.offers + 1;
    const turns = [...talk.turns, { event: talk.reply.event, say, slots }];
    const after = { ...meeting, state: 'offered', dueAt: null, code: null, startsAt: null } as const;
    return { meeting: { ...after, talk: { ...talk, offers, turns } }, messages: this.#says(meeting, say), tasks: [] };
  }

  async #book(meeting: Talked, place: Place, story: LeadStory): Promise<MeetingSettled> {
    const { talk, startsAt } = meeting;
    if (startsAt === null) return this.#givenUp(meeting, 'booking-failed');
    const person = personOf(story);
    const time = { calendar: talk.calendar, startsAt };
    const known = talk.began ? await place.calendar.find(time, person) : null;
    if (known !== null) return this.#booked(meeting, place, known);
    const begun = { ...meeting, talk: { ...talk, began: true } };
    const { peers, store } = this.#engine;
    if (!(await store.meetings.keep(begun, peers.self))) throw new Error('another process has this meeting in hand');
    try {
      const wish = { ...time, person, minutes: talk.minutes, title: person.name ?? 'Meeting' };
      const ref = await place.calendar.book(wish);
      return ref === null ? this.#taken(begun) : this.#booked(begun, place, ref);
    } catch (error) {
      if (!(error instanceof ApiStop)) throw error;
      // Only where nobody knows whether it was taken it must be looked for.
      return this.#stopped(error.reply.kind === 'unconfirmed' ? begun : meeting, error.reply);
    }
  }

  /** The event first: a kill between both finds the meeting again, and tells the same event. */
  async #booked(meeting: Talked, { origin }: Place, ref: string): Promise<MeetingSettled> {
    const { workspaceId, leadId, campaignId, startsAt, talk } = meeting;
    const now = this.#engine.clock.now();
    await recordEvents(this.#engine, [
      {
        ...{ workspaceId, leadId, campaignId, messageId: null, kind: 'booked', at: now, origin, verdict: 'human' },
        originId: meetingOriginId('booked', ref, startsAt),
        direction: 'in',
        text: startsAt === null ? null : new Date(startsAt).toISOString(),
      },
    ]);
    const turns = [
      ...talk.turns,
      { event: talk.reply.event, say: 'booked', slots: startsAt === null ? [] : [startsAt] },
    ];
    const dueAt = origin === DRY ? null : now + LOOK_MS;
    const after = { ...meeting, state: 'booked', origin, ref, toldAt: now, dueAt, attempts: 0, code: null } as const;
    return { meeting: { ...after, talk: { ...talk, turns } }, messages: this.#says(meeting, 'booked'), tasks: [] };
  }

  /** Somebody was faster: other times at once, which is no offer that the lead turned down. */
  #taken(meeting: Talked): MeetingSettled {
    const { talk, startsAt } = meeting;
    const passed = startsAt === null ? talk.passed : [...talk.passed, startsAt];
    const now = this.#engine.clock.now();
    const after = {
      ...meeting,
      state: 'wanted',
      startsAt: null,
      dueAt: now,
      attempts: 0,
      code: 'booking-taken',
    } as const;
    return { meeting: { ...after, talk: { ...talk, passed, began: false } }, messages: [], tasks: [] };
  }

  #stopped(meeting: Talked, reply: Exclude<HandOffAnswer, { kind: 'sent' }>): MeetingSettled {
    const { state, attempts } = meeting;
    const wait = WAITS_MS[attempts - 1];
    const isOver = reply.kind === 'refused' || wait === undefined || (state === 'wanted' && attempts >= OFFER_TRIES);
    if (isOver) return this.#givenUp(meeting, 'booking-failed');
    const least = reply.kind === 'unconfirmed' ? (reply.askMs ?? 0) : (reply.afterMs ?? 0);
    // Why a time is offered anew must be told when it is.
    const code = reply.kind === 'unconfirmed' ? 'booking-unconfirmed' : meeting.code;
    const dueAt = this.#engine.clock.now() + Math.max(wait, least);
    return { meeting: { ...meeting, dueAt, code }, messages: [], tasks: [] };
  }

  /** A person arranges it, and the lead is told so. One that may be booked is told of to the person. */
  #givenUp(meeting: Talked, code: string): MeetingSettled {
    const { talk, id } = meeting;
    const title = talk.began
      ? 'Look into the calendar: a time may be booked of which no answer came, then tell the lead'
      : 'Arrange a time with the lead';
    const say =
      meeting.state === 'wanted' && talk.offers === 0 && talk.otherwise !== null ? talk.otherwise : 'no-slots';
    const tasks = meetingTask(this.#engine, meeting, `${id}:${talk.reply.event}`, title, this.#engine.clock.now());
    const after = { ...meeting, state: 'given-up', dueAt: null, code } as const;
    return { meeting: after, messages: this.#says(meeting, say), tasks };
  }

  #says(meeting: Talked, say: string) {
    const { talk } = meeting;
    // Where no event is answered a person tells the lead.
    if (talk.reply.event === '') return [];
    return [saidMessage(this.#engine, meeting, talk.reply, { ...talk, say }, this.#engine.clock.now())];
  }

  async #settle(settled: MeetingSettled): Promise<void> {
    const { store, peers } = this.#engine;
    await store.meetings.settle(settled, peers.self);
  }
}

/** What the calendar has of it; what cannot be told now is taken for unchanged. */
async function keptAt(
  { calendar }: Place,
  ref: string,
): Promise<Pick<KeptMeeting, 'state' | 'startsAt'> | null | undefined> {
  try {
    return await calendar.look(ref);
  } catch (error) {
    if (error instanceof ApiStop) return undefined;
    throw error;
  }
}

function personOf({ lead: { values } }: LeadStory): MeetingPerson {
  const name = [values.firstName, values.lastName].filter(Boolean).join(' ');
  return { name: name || null, email: values.email, phone: values.phone };
}
