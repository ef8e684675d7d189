/**
 * Calendars of a location of HighLevel on the loopback: free times by day, appointments that are refused once a time is taken, contacts to
 * hold them. It refuses what it does not know, and loses answers where it is told to.
 */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** An appointment that it has. */
export interface KeptAppointment {
  readonly id: string;
  readonly calendarId: string;
  readonly contactId: string;
  readonly title: string;
  startsAt: number;
  appointmentStatus: string;
}

/** How it behaves. */
export interface CalendarServerOptions {
  readonly location: string;
  readonly token: string;
  /** Beginnings of its times, epoch ms; those that are taken are left out of its answers. */
  readonly times: () => readonly number[];
  /** What befalls a call, asked for each: by its method and path. */
  readonly fault?: (call: string) => SendFault;
  /** Done before an appointment is looked at: somebody may be faster. */
  readonly meanwhile?: (calendar: CalendarServer) => void;
}

/** One that listens. */
export interface CalendarServer extends ApiServer {
  readonly appointments: KeptAppointment[];
  readonly contacts: { readonly id: string; readonly email: string | null; readonly phone: string | null }[];
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly ApiReply[];
}

/** Starts it. */
export async function startCalendarServer(options: CalendarServerOptions): Promise<CalendarServer> {
  const calendars = new Calendars(options);
  const server = await startApiServer((call) => calendars.answer(call));
  const { appointments, contacts, calls, replies } = calendars;
  const listening = { ...server, appointments, contacts, calls, replies };
  calendars.self = listening;
  return listening;
}

const MOST_MS = 31 * 86_400_000;
const MADE = [
  ...['calendarId', 'locationId', 'contactId', 'title', 'startTime', 'endTime', 'appointmentStatus', 'toNotify'],
  'ignoreFreeSlotValidation',
];
type Body = Readonly<Record<string, unknown>>;

/** It tells its interval, as the real one does; a short one, so that nobody waits ten seconds for it. */
const BUSY = { 'retry-after': '30', 'x-ratelimit-interval-milliseconds': '200' };

class Calendars {
  readonly appointments: KeptAppointment[] = [];
  readonly contacts: CalendarServer['contacts'] = [];
  readonly calls: ArrivedCall[] = [];
  readonly replies: ApiReply[] = [];
  self: CalendarServer | null = null;
  readonly #options: CalendarServerOptions;

  constructor(options: CalendarServerOptions) {
    this.#options = options;
  }

  answer(call: ArrivedCall): ApiReply {
    const reply = this.#guarded(call);
    this.calls.push(call);
    this.replies.push(reply);
    return reply;
  }

  #guarded(call: ArrivedCall): ApiReply {
    const { token, fault } = this.#options;
    if (call.headers.authorization !== `Bearer ${token}`) return no(401, 'Invalid JWT');
    const version = call.path.startsWith('/calendars/') ? '2021-04-15' : '2021-07-28';
    if (call.headers.version !== version) return no(422, ['version header is invalid']);
    const befalls = fault?.(`${call.method} ${call.path}`) ?? null;
    if (befalls === 'busy') return { ...no(429, 'Too Many Requests'), headers: BUSY };
    if (befalls === 'broken') return no(500, 'Internal Server Error');
    const reply = this.#route(call);
    if (befalls === 'broken-accepted') return no(500, 'Internal Server Error');
    return { ...reply, lost: befalls === 'lose-answer' };
  }

  #route({ method, path, query, body: text }: ArrivedCall): ApiReply {
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    const [room, id = '', what = '', ref = ''] = path.split('/').slice(1);
    if (room === 'contacts') {
      if (id === 'upsert') return this.#upsert(body);
      if (what === 'duplicate') return ok({ contact: this.#find(query) ?? null });
      return what === 'appointments' ? this.#listed(id) : ok({ contact: this.contacts.find((one) => one.id === id) });
    }
    if (what === 'free-slots') return this.#free(query);
    if (method === 'POST') return this.#book(body);
    const kept = this.appointments.find((one) => one.id === ref);
    if (!kept) return no(400, 'Appointment not found');
    if (method === 'PUT') kept.appointmentStatus = String(body.appointmentStatus);
    return ok({ event: this.#told(kept) });
  }

  #find(query: URLSearchParams) {
    const [email, number] = [query.get('email'), query.get('number')];
    return this.contacts.find((one) => (email === null ? one.phone === number : one.email === email));
  }

  #upsert({ email = null, phone = null, locationId }: Body): ApiReply {
    if (locationId !== this.#options.location) return no(403, 'The token does not have access to this location.');
    const query = new URLSearchParams(email === null ? { number: String(phone) } : { email: String(email) });
    const known = this.#find(query);
    const contact = known ?? {
      ...{ id: `contact${this.contacts.length}`, email: email as string | null, phone: phone as string | null },
    };
    if (!known) this.contacts.push(contact);
    return ok({ new: !known, contact });
  }

  /** Times without a zone, as its list of a contact's appointments tells them. */
  #listed(contactId: string): ApiReply {
    const events = this.appointments
      .filter((one) => one.contactId === contactId)
      .map((one) => ({ ...this.#told(one), startTime: localTime(one.startsAt) }));
    return ok({ events });
  }

  #told({ startsAt, ...kept }: KeptAppointment) {
    const { location: locationId } = this.#options;
    return { ...kept, locationId, startTime: withOffset(startsAt), endTime: withOffset(startsAt + 1_800_000) };
  }

  #free(query: URLSearchParams): ApiReply {
    const [from, until] = [Number(query.get('startDate')), Number(query.get('endDate'))];
    if (!(from > 1_000_000_000_000) || until - from > MOST_MS) return no(400, 'Date range cannot be more than 31 days');
    const days: Record<string, { slots: string[] }> = {};
    for (const at of this.#options.times().filter((time) => time >= from && time < until && this.#isFree(time))) {
      const slot = withOffset(at);
      days[slot.slice(0, 10)] ??= { slots: [] };
      days[slot.slice(0, 10)]?.slots.push(slot);
    }
    return ok({ ...days, traceId: 'trace' });
  }

  #isFree(at: number): boolean {
    return !this.appointments.some((one) => one.startsAt === at && one.appointmentStatus !== 'cancelled');
  }

  #book(body: Body): ApiReply {
    const unknown = Object.keys(body).filter((name) => !MADE.includes(name));
    if (unknown.length > 0)
      return no(
        422,
        unknown.map((name) => `property ${name} should not exist`),
      );
    if (this.self) this.#options.meanwhile?.(this.self);
    const contact = this.contacts.find(({ id }) => id === body.contactId);
    if (!contact) return no(400, 'Contact not found');
    const startsAt = Date.parse(String(body.startTime));
    if (!this.#options.times().includes(startsAt) || !this.#isFree(startsAt))
      return no(400, 'The slot you have selected is no longer available.');
    const kept = { id: `appointment${this.appointments.length}`, contactId: contact.id, startsAt };
    const told = { calendarId: String(body.calendarId), title: String(body.title), appointmentStatus: 'confirmed' };
    this.appointments.push({ ...kept, ...told });
    return ok({ ...told, id: kept.id, contactId: contact.id, locationId: body.locationId });
  }
}

/** Of a location that is five hours behind. */
function withOffset(at: number): string {
  return `${new Date(at - 5 * 3_600_000).toISOString().slice(0, 19)}-05:00`;
}

function localTime(at: number): string {
  return withOffset(at).slice(0, 19).replace('T', ' ');
}

function ok(body: unknown): ApiReply {
  return { status: 200, body };
}

function no(statusCode: number, message: string | readonly string[]): ApiReply {
  return { status: statusCode, body: { statusCode, message } };
}
