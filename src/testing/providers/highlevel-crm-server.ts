/**
 * A location of HighLevel on the loopback, as a CRM: contacts, tags, notes, opportunities, workflows, custom fields. It refuses what it
 * does not know, counts its rate, and loses answers where it is told to.
 */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** A record of the location. */
export type CrmRecord = Record<string, unknown> & { readonly id: string };

/** How it behaves. */
export interface HighlevelCrmOptions {
  readonly location: string;
  readonly token: string;
  /** What befalls a call, asked for each: by its method and path, `POST /contacts/upsert`. */
  readonly fault?: (call: string) => SendFault;
  /** Calls that it takes in a span of so many milliseconds; absent = as many as HighLevel, in a short one. */
  readonly rate?: { readonly calls: number; readonly spanMs: number };
  readonly now?: () => number;
  /** Which contact a page names as the next one's: the last of it while more follow, the last of each page, or always the first of all. */
  readonly namesNext?: 'always' | 'first';
}

/** A HighLevel that listens. */
export interface HighlevelCrmServer extends ApiServer {
  readonly contacts: Map<string, CrmRecord>;
  readonly notes: CrmRecord[];
  readonly opportunities: CrmRecord[];
  readonly customFields: CrmRecord[];
  /** Contacts that were put into workflows, `contact workflow`. */
  readonly started: string[];
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly ApiReply[];
}

/** Starts it. */
export async function startHighlevelCrm(options: HighlevelCrmOptions): Promise<HighlevelCrmServer> {
  const crm = new Crm(options);
  const { contacts, notes, opportunities, customFields, started, calls, replies } = crm;
  const server = await startApiServer((call) => crm.answer(call));
  return { ...server, contacts, notes, opportunities, customFields, started, calls, replies };
}

const UPDATED = [
  ...['firstName', 'lastName', 'name', 'email', 'phone', 'address1', 'city', 'state', 'postalCode', 'website'],
  ...['timezone', 'dnd', 'dndSettings', 'inboundDndSettings', 'tags', 'customFields', 'source', 'dateOfBirth'],
  ...['country', 'assignedTo'],
];
const UPSERTED = [...UPDATED, 'locationId', 'gender', 'companyName', 'createNewIfDuplicateAllowed'];
const OPPORTUNITY = [
  ...['pipelineId', 'locationId', 'name', 'pipelineStageId', 'status', 'contactId', 'monetaryValue', 'assignedTo'],
  'customFields',
];

/** What it allows where nothing is said: as many as HighLevel, in an interval that tests can wait for. It tells so, as HighLevel does. */
const QUICK = { calls: 100, spanMs: 250 };

type Handle = (call: ArrivedCall, ids: readonly string[]) => ApiReply;

class Crm {
  readonly contacts = new Map<string, CrmRecord>();
  readonly notes: CrmRecord[] = [];
  readonly opportunities: CrmRecord[] = [];
  readonly customFields: CrmRecord[] = [];
  readonly started: string[] = [];
  readonly calls: ArrivedCall[] = [];
  readonly replies: ApiReply[] = [];
  readonly #options: HighlevelCrmOptions;
  readonly #taken: number[] = [];
  #count = 0;

  constructor(options: HighlevelCrmOptions) {
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
    if (call.headers.version !== '2021-07-28') return no(422, 'version is invalid');
    const headers = this.#rate();
    if (headers['x-ratelimit-remaining'] === '-1') return { ...no(429, 'Too Many Requests'), headers };
    const befalls = fault?.(`${call.method} ${call.path}`) ?? null;
    if (befalls === 'busy') return { ...no(429, 'Too Many Requests'), headers: { ...headers, 'retry-after': '30' } };
    if (befalls === 'broken') return no(500, 'Internal Server Error');
    const reply = this.#route(call);
    if (befalls === 'broken-accepted') return no(500, 'Internal Server Error');
    return { ...reply, headers: { ...headers, ...reply.headers }, lost: befalls === 'lose-answer' };
  }

  #rate(): Readonly<Record<string, string>> {
    const { rate = QUICK, now = () => Date.now() } = this.#options;
    while ((this.#taken[0] ?? Number.POSITIVE_INFINITY) <= now() - rate.spanMs) this.#taken.shift();
    const left = rate.calls - this.#taken.length - 1;
    if (left >= 0) this.#taken.push(now());
    const names = ['x-ratelimit-max', 'x-ratelimit-remaining', 'x-ratelimit-interval-milliseconds'];
    const values = [rate.calls, Math.max(left, -1), rate.spanMs];
    return Object.fromEntries(names.map((name, i) => [name, String(values[i])]));
  }

  #route(call: ArrivedCall): ApiReply {
    for (const [pattern, handle] of this.#routes) {
      const found = pattern.exec(`${call.method} ${call.path}`);
      if (found) return handle(call, found.slice(1));
    }
    return no(404, 'Cannot find it');
  }

  readonly #routes: readonly (readonly [RegExp, Handle])[] = [
    [/^GET \/locations\/([^/]+)$/, (_, [id]) => ok({ location: { id, name: 'Acme' } })],
    [/^GET \/locations\/[^/]+\/customFields$/, () => ok({ customFields: this.customFields })],
    [/^POST \/locations\/[^/]+\/customFields$/, (call) => this.#makeField(json(call))],
    [/^GET \/contacts\/search\/duplicate$/, ({ query }) => ok({ contact: this.#duplicate(query) })],
    [/^GET \/contacts\/$/, ({ query }) => this.#list(query)],
    [/^POST \/contacts\/upsert$/, (call) => this.#upsert(json(call))],
    [/^GET \/contacts\/([^/]+)$/, (_, [id = '']) => this.#of(id, (contact) => ok({ contact }))],
    [/^PUT \/contacts\/([^/]+)$/, (call, [id = '']) => this.#of(id, (contact) => this.#update(contact, json(call)))],
    [/^DELETE \/contacts\/([^/]+)$/, (_, [id = '']) => this.#of(id, () => this.#remove(id))],
    [
      /^POST \/contacts\/([^/]+)\/tags$/,
      (call, [id = '']) => this.#of(id, (contact) => this.#tag(contact, json(call))),
    ],
    [/^GET \/contacts\/([^/]+)\/notes$/, (_, [id]) => ok({ notes: this.notes.filter((one) => one.contactId === id) })],
    [/^POST \/contacts\/([^/]+)\/notes$/, (call, [id = '']) => this.#of(id, () => this.#note(id, json(call)))],
    [
      /^POST \/contacts\/([^/]+)\/workflow\/([^/]+)$/,
      (_, [id = '', flow]) => this.#of(id, () => this.#start(id, flow)),
    ],
    [/^GET \/opportunities\/search$/, ({ query }) => this.#search(query)],
    [/^POST \/opportunities\/$/, (call) => this.#opportunity(json(call))],
  ];

  #of(id: string, answer: (contact: CrmRecord) => ApiReply): ApiReply {
    const contact = this.contacts.get(id);
    return contact ? answer(contact) : no(400, 'Contact not found');
  }

  #remove(id: string): ApiReply {
    this.contacts.delete(id);
    return ok({ succeded: true });
  }

  #duplicate(query: URLSearchParams): CrmRecord | null {
    const [email, number] = [query.get('email')?.toLowerCase(), query.get('number')];
    const same = ({ email: has, phone }: CrmRecord) =>
      (email !== undefined && String(has ?? '').toLowerCase() === email) || (number !== null && phone === number);
    return [...this.contacts.values()].find(same) ?? null;
  }

  #upsert(body: Record<string, unknown>): ApiReply {
    const strange = unknownOf(body, UPSERTED);
    if (strange) return strange;
    if (body.locationId !== this.#options.location) return no(422, 'locationId must be a location');
    const query = new URLSearchParams();
    if (typeof body.email === 'string') query.set('email', body.email);
    if (typeof body.phone === 'string') query.set('number', body.phone);
    const known = this.#duplicate(query);
    const { createNewIfDuplicateAllowed: _, ...fields } = body;
    const contact = { tags: [], ...known, ...fields, id: known?.id ?? this.#id('contact') };
    this.contacts.set(contact.id, contact);
    return ok({ new: known === null, contact });
  }

  #update(contact: CrmRecord, body: Record<string, unknown>): ApiReply {
    const strange = unknownOf(body, UPDATED);
    if (strange) return strange;
    const { customFields, ...fields } = body as { customFields?: { id: string; field_value: unknown }[] };
    const values = new Map(
      (contact.customFields as { id: string; value: unknown }[] | undefined)?.map((one) => [one.id, one.value]),
    );
    for (const { id, field_value } of customFields ?? []) values.set(id, field_value);
    const changed = { ...contact, ...fields, customFields: [...values].map(([id, value]) => ({ id, value })) };
    this.contacts.set(contact.id, changed);
    return ok({ succeded: true, contact: changed });
  }

  #tag(contact: CrmRecord, { tags }: Record<string, unknown>): ApiReply {
    const all = [...new Set([...(contact.tags as string[]), ...(tags as string[])])];
    this.contacts.set(contact.id, { ...contact, tags: all });
    return { status: 201, body: { tags: all } };
  }

  #note(contactId: string, { body }: Record<string, unknown>): ApiReply {
    const note = { id: this.#id('note'), contactId, body };
    this.notes.push(note);
    return { status: 201, body: { note } };
  }

  #start(contact: string, workflow: string | undefined): ApiReply {
    this.started.push(`${contact} ${workflow}`);
    return ok({ succeded: true });
  }

  #search(query: URLSearchParams): ApiReply {
    const mine = this.opportunities.filter(({ contactId }) => contactId === query.get('contact_id'));
    return ok({ opportunities: mine, meta: { total: mine.length } });
  }

  #opportunity(body: Record<string, unknown>): ApiReply {
    const strange = unknownOf(body, OPPORTUNITY);
    if (strange) return strange;
    const missing = ['pipelineId', 'locationId', 'name', 'status', 'contactId'].filter((name) => !body[name]);
    if (missing.length > 0) return { status: 422, body: { message: missing.map((name) => `${name} is missing`) } };
    const opportunity = { ...body, id: this.#id('opp') };
    this.opportunities.push(opportunity);
    return { status: 201, body: { opportunity } };
  }

  #makeField({ name, dataType, model }: Record<string, unknown>): ApiReply {
    const customField = { id: this.#id('field'), name, dataType, model, fieldKey: `contact.${String(name)}` };
    this.customFields.push(customField);
    return { status: 201, body: { customField } };
  }

  /** A page after a contact, without do-not-disturb: who wants that asks for the contact. */
  #list(query: URLSearchParams): ApiReply {
    const all = [...this.contacts.values()];
    const from = all.findIndex(({ id }) => id === query.get('startAfterId')) + 1;
    const page = all.slice(from, from + Math.min(Number(query.get('limit') ?? 20), 100));
    const contacts = page.map(({ dnd: _, dndSettings: __, ...rest }) => rest);
    const { namesNext } = this.#options;
    const last = namesNext === 'first' ? all[0] : page.at(-1);
    const more = from + page.length < all.length || (namesNext !== undefined && page.length > 0);
    return ok({
      contacts,
      meta: { total: all.length, startAfterId: more ? last?.id : null, startAfter: more ? 1 : null },
    });
  }

  #id(kind: string): string {
    return `${kind}${++this.#count}`;
  }
}

function json(call: ArrivedCall): Record<string, unknown> {
  return JSON.parse(call.body) as Record<string, unknown>;
}

function ok(body: unknown): ApiReply {
  return { status: 200, body };
}

function no(statusCode: number, message: string): ApiReply {
  return { status: statusCode, body: { statusCode, message } };
}

/** Source: HighLevel’s own issues: “property X should not exist”. */
function unknownOf(body: Record<string, unknown>, known: readonly string[]): ApiReply | null {
  const strange = Object.keys(body).filter((name) => !known.includes(name));
  if (strange.length === 0) return null;
  return {
    status: 422,
    body: { statusCode: 422, message: strange.map((name) => `property ${name} should not exist`) },
  };
}
