/**
 * Calendars of a location. Source: GoHighLevel/highlevel-api-docs, calendars (version 2021-04-15) and contacts: times go out as epoch ms and
 * come back by day, an appointment is listed with its contact. Owns the words for a time that is taken.
 */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import {
  type Api,
  ApiStop,
  type CalendarWay,
  type KeptMeeting,
  type MeetingPerson,
  type MeetingTime,
  type MeetingWish,
  type Speech,
} from '../../engine/crm-port.ts';
import { ContactSchema, openApi, settingsOf } from './api.ts';

const VERSION = '2021-04-15';
/** A question reaches no further. */
const MOST_MS = 31 * 86_400_000;
const MINUTE_MS = 60_000;
/** Appointments of a contact that are looked at, the latest. */
const MOST_LOOKED = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Source: its answers to a time that somebody has: 400 with these words. */
const TAKEN = /slot|no longer available|not available|already booked/i;
const GONE = /not found|no longer exist|invalid/i;
const NO_SHOW = /^no.?show$/;

const Slots = z.object({ slots: z.array(z.string()) });
const Made = z.object({ id: z.string() });
const Listed = z.object({ id: z.string(), calendarId: z.string().nullish() });
const Event = z
  .object({
    id: z.string(),
    startTime: z.union([z.string(), z.number()]),
    appointmentStatus: z.string().nullish(),
    deleted: z.boolean().nullish(),
  })
  .loose();
const Events = z.object({ events: z.array(Listed).default([]) });
/** Nested, or under another name: its description and its answers differ. */
const One = z.preprocess((json) => {
  const { event, appointment } = (json ?? {}) as { readonly event?: unknown; readonly appointment?: unknown };
  return event ?? appointment ?? json;
}, Event);
const Found = z.object({ contact: ContactSchema.nullish() });
const segment = encodeURIComponent;

/** Opens the calendars of a location. */
export function openCalendar(asked: Asked, speech: Speech): HighlevelCalendar {
  const { location } = settingsOf(asked);
  return new HighlevelCalendar(openApi(asked, speech), openApi(asked, speech, VERSION), location);
}

/** The calendars of a location. */
export class HighlevelCalendar implements CalendarWay {
  readonly #contacts: Api;
  readonly #api: Api;
  readonly #location: string;

  constructor(contacts: Api, api: Api, location: string) {
    this.#contacts = contacts;
    this.#api = api;
    this.#location = location;
  }

  async free({ calendar, from, until, zone }: Parameters<CalendarWay['free']>[0]): Promise<readonly number[]> {
    const end = Math.min(until, from + MOST_MS);
    const query = new URLSearchParams({ startDate: String(from), endDate: String(end), timezone: zone });
    const path = `/calendars/${segment(calendar)}/free-slots?${query}`;
    const { json } = await this.#api.ask({ method: 'GET', path, again: true });
    // Beside the days stand keys that are none, `traceId` say.
    const days = Object.entries((json ?? {}) as object).filter(([key]) => DAY.test(key));
    const times = days.flatMap(([, day]) => Slots.safeParse(day).data?.slots ?? []).map((at) => Date.parse(at));
    return times.filter((at) => !Number.isNaN(at));
  }

  async find({ calendar, startsAt }: MeetingTime, person: MeetingPerson): Promise<string | null> {
    const contact = await this.#contact(person);
    if (contact === null) return null;
    const path = `/contacts/${segment(contact)}/appointments`;
    const { json } = await this.#contacts.ask({ method: 'GET', path, again: true });
    // A list tells times without their zone: each is asked for by itself.
    const ids = Events.parse(json ?? {}).events.flatMap((event) => (event.calendarId === calendar ? [event.id] : []));
    for (const id of ids.slice(-MOST_LOOKED)) {
      const kept = await this.look(id);
      if (kept?.state === 'booked' && kept.startsAt === startsAt) return id;
    }
    return null;
  }

  async book({ calendar, startsAt, minutes, title, person }: MeetingWish): Promise<string | null> {
    const contactId = (await this.#contact(person)) ?? (await this.#make(person));
    const body = {
      ...{ calendarId: calendar, locationId: this.#location, contactId, title },
      startTime: new Date(startsAt).toISOString(),
      endTime: new Date(startsAt + minutes * MINUTE_MS).toISOString(),
      ...{ appointmentStatus: 'confirmed', toNotify: true, ignoreFreeSlotValidation: false },
    };
    const call = {
      method: 'POST',
      path: '/calendars/events/appointments',
      body,
      again: false,
      but: [400, 409],
    } as const;
    const { status, json } = await this.#api.ask(call);
    if (status < 400) return Made.parse(json).id;
    const detail = `${status} ${JSON.stringify(json)}`.slice(0, 400);
    if (TAKEN.test(detail)) return null;
    throw new ApiStop({ kind: 'refused', detail });
  }

  async look(ref: string): Promise<KeptMeeting | null> {
    const path = `/calendars/events/appointments/${segment(ref)}`;
    const { status, json } = await this.#api.ask({ method: 'GET', path, again: true, but: [400, 404] });
    if (status >= 400) {
      if (status === 404 || GONE.test(JSON.stringify(json ?? ''))) return null;
      throw new ApiStop({ kind: 'refused', detail: `${status} ${JSON.stringify(json)}`.slice(0, 400) });
    }
    const event = One.parse(json);
    return { ref, startsAt: timeOf(event), state: stateOf(event) };
  }

  async cancel(ref: string): Promise<void> {
    const path = `/calendars/events/appointments/${segment(ref)}`;
    await this.#api.ask({ method: 'PUT', path, body: { appointmentStatus: 'cancelled' }, again: true });
  }

  async close(): Promise<void> {
    await Promise.all([this.#contacts.close(), this.#api.close()]);
  }

  /** By address, else by number; null = nobody has either. */
  async #contact({ email, phone }: MeetingPerson): Promise<string | null> {
    const keys = [
      ['email', email],
      ['number', phone],
    ] as const;
    for (const [by, value] of keys) {
      if (value === null) continue;
      const query = new URLSearchParams({ locationId: this.#location, [by]: value });
      const path = `/contacts/search/duplicate?${query}`;
      const { json } = await this.#contacts.ask({ method: 'GET', path, again: true });
      const id = Found.parse(json ?? {}).contact?.id;
      if (id !== undefined) return id;
    }
    return null;
  }

  /** By one key alone, since of two that are two people's one is dropped; upsert knows the person again. */
  async #make({ email, phone }: MeetingPerson): Promise<string> {
    const key = email === null ? { phone } : { email };
    const body = { locationId: this.#location, ...key };
    const { json } = await this.#contacts.ask({ method: 'POST', path: '/contacts/upsert', body, again: true });
    return ContactSchema.parse((json as { contact: unknown }).contact).id;
  }
}

type Appointment = z.output<typeof Event>;

/** One without a zone is in UTC. */
function timeOf({ startTime }: Pick<Appointment, 'startTime'>): number {
  if (typeof startTime === 'number') return startTime;
  const hasZone = /(?:z|[+-]\d{2}:?\d{2})$/i.test(startTime);
  return Date.parse(hasZone ? startTime : `${startTime.replace(' ', 'T')}Z`);
}

function stateOf({ appointmentStatus, deleted }: Appointment): KeptMeeting['state'] {
  const status = appointmentStatus?.toLowerCase() ?? '';
  if (NO_SHOW.test(status)) return 'no-show';
  return deleted || status === 'cancelled' || status === 'invalid' ? 'cancelled' : 'booked';
}
