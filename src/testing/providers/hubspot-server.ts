/** HubSpot's contacts, notes, deals and properties on the loopback: refuses what it does not know, and loses answers where it is told to. */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** An object of it. */
export interface HubspotObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Contacts that it is associated with. */
  readonly contacts: readonly string[];
}

/** How it behaves. */
export interface HubspotServerOptions {
  readonly token: string;
  /** What befalls a call, asked for each by its method and path. */
  readonly fault?: (call: string) => SendFault;
}

/** A HubSpot that listens. */
export interface HubspotServer extends ApiServer {
  readonly contacts: HubspotObject[];
  readonly notes: HubspotObject[];
  readonly deals: HubspotObject[];
  readonly properties: Set<string>;
  readonly calls: readonly ArrivedCall[];
}

/** Starts it. */
export async function startHubspot(options: HubspotServerOptions): Promise<HubspotServer> {
  const crm = new Hubspot(options);
  const { contacts, notes, deals, properties, calls } = crm;
  const server = await startApiServer((call) => crm.answer(call));
  return { ...server, contacts, notes, deals, properties, calls };
}

const STANDARD = [
  ...['email', 'firstname', 'lastname', 'phone', 'company', 'website', 'jobtitle', 'city', 'state', 'country'],
  ...['hubspot_owner_id', 'hs_email_optout', 'industry'],
];
type Handle = (call: ArrivedCall, ids: readonly string[]) => ApiReply;
type Json = Record<string, unknown>;

class Hubspot {
  readonly contacts: HubspotObject[] = [];
  readonly notes: HubspotObject[] = [];
  readonly deals: HubspotObject[] = [];
  readonly properties = new Set(STANDARD);
  readonly calls: ArrivedCall[] = [];
  readonly #options: HubspotServerOptions;
  #count = 100;

  constructor(options: HubspotServerOptions) {
    this.#options = options;
  }

  answer(call: ArrivedCall): ApiReply {
    this.calls.push(call);
    if (call.headers.authorization !== `Bearer ${this.#options.token}`)
      return no(401, 'Authentication credentials not found');
    const befalls = this.#options.fault?.(`${call.method} ${call.path}`) ?? null;
    if (befalls === 'busy') return tooMany();
    if (befalls === 'broken') return no(502, 'Bad gateway');
    const reply = this.#route(call);
    if (befalls === 'broken-accepted') return no(502, 'Bad gateway');
    return { ...reply, lost: befalls === 'lose-answer' };
  }

  #route(call: ArrivedCall): ApiReply {
    for (const [pattern, handle] of this.#routes) {
      const found = pattern.exec(`${call.method} ${call.path}`);
      if (found) return handle(call, found.slice(1).map(decodeURIComponent));
    }
    return no(404, 'resource not found');
  }

  readonly #routes: readonly (readonly [RegExp, Handle])[] = [
    [
      /^GET \/crm\/v3\/properties\/contacts\/(\w+)$/,
      (_, [name = '']) => (this.properties.has(name) ? ok({ name }) : no(404, 'no')),
    ],
    [/^POST \/crm\/v3\/properties\/contacts$/, (call) => this.#property(json(call))],
    [/^GET \/crm\/v3\/objects\/contacts$/, ({ query }) => this.#page(query)],
    [/^POST \/crm\/v3\/objects\/contacts\/batch\/upsert$/, (call) => this.#upsert(json(call))],
    [/^POST \/crm\/v3\/objects\/contacts\/batch\/read$/, (call) => this.#read(this.contacts, json(call))],
    [/^POST \/crm\/v3\/objects\/contacts\/gdpr-delete$/, (call) => this.#forget(json(call))],
    [
      /^POST \/communication-preferences\/v4\/statuses\/([^/]+)\/unsubscribe-all$/,
      ({ query }, [email = '']) => this.#unsubscribe(email, query.get('channel')),
    ],
    [/^POST \/crm\/v3\/objects\/contacts\/search$/, (call) => this.#search(json(call))],
    [/^POST \/crm\/v3\/objects\/contacts$/, (call) => this.#create(this.contacts, json(call))],
    [/^GET \/crm\/v3\/objects\/contacts\/([^/]+)$/, ({ query }, [id = '']) => this.#get(id, query.get('idProperty'))],
    [/^PATCH \/crm\/v3\/objects\/contacts\/([^/]+)$/, (call, [id = '']) => this.#patch(id, json(call))],
    [
      /^GET \/crm\/v4\/objects\/contacts\/([^/]+)\/associations\/(notes|deals)$/,
      (_, [id = '', of]) => this.#of(id, this.#list(of)),
    ],
    [/^POST \/crm\/v3\/objects\/(notes|deals)\/batch\/read$/, (call, [of]) => this.#read(this.#list(of), json(call))],
    [/^POST \/crm\/v3\/objects\/(notes|deals)$/, (call, [of]) => this.#create(this.#list(of), json(call))],
  ];

  #list(of: string | undefined): HubspotObject[] {
    return of === 'deals' ? this.deals : this.notes;
  }

  #property({ name }: Json): ApiReply {
    if (this.properties.has(String(name))) return no(409, 'property exists');
    this.properties.add(String(name));
    return { status: 201, body: { name } };
  }

  #upsert({ inputs }: Json): ApiReply {
    const results = (inputs as { id: string; properties: Record<string, string> }[]).map(
      ({ id: email, properties }) => {
        const at = this.contacts.findIndex((one) => one.properties.email === email);
        const known = this.contacts[at];
        const made = {
          id: known?.id ?? String(++this.#count),
          properties: { ...known?.properties, email, ...properties },
          contacts: [],
        };
        if (known) this.contacts[at] = made;
        else this.contacts.push(made);
        return made;
      },
    );
    return ok({ status: 'COMPLETE', results });
  }

  #search({ filterGroups }: Json): ApiReply {
    const [{ filters }] = filterGroups as [{ filters: { propertyName: string; value: string }[] }];
    const fits = ({ properties }: HubspotObject) => filters.every((one) => properties[one.propertyName] === one.value);
    return ok({ results: this.contacts.filter(fits) });
  }

  #get(id: string, idProperty: string | null): ApiReply {
    const found = this.contacts.find((one) => (idProperty === 'email' ? one.properties.email : one.id) === id);
    return found ? ok(found) : no(404, 'resource not found');
  }

  #patch(id: string, { properties }: Json): ApiReply {
    const at = this.contacts.findIndex((one) => one.id === id);
    const known = this.contacts[at];
    if (!known) return no(404, 'resource not found');
    const strange = Object.keys(properties as Json).filter((name) => !this.properties.has(name));
    if (strange.length > 0) return no(400, `Property values were not valid: ${strange.join(', ')}`);
    this.contacts[at] = { ...known, properties: { ...known.properties, ...(properties as Record<string, string>) } };
    return ok(this.contacts[at]);
  }

  #create(list: HubspotObject[], { properties, associations = [] }: Json): ApiReply {
    const to = (associations as { to: { id: string } }[]).map((one) => one.to.id);
    const made = { id: String(++this.#count), properties: properties as Record<string, string>, contacts: to };
    list.push(made);
    return { status: 201, body: made };
  }

  #of(id: string, list: readonly HubspotObject[]): ApiReply {
    return ok({
      results: list.filter(({ contacts }) => contacts.includes(id)).map((one) => ({ toObjectId: Number(one.id) })),
    });
  }

  #read(list: readonly HubspotObject[], { inputs }: Json): ApiReply {
    const ids = new Set((inputs as { id: string }[]).map(({ id }) => id));
    return ok({ status: 'COMPLETE', results: list.filter(({ id }) => ids.has(id)) });
  }

  #forget({ objectId }: Json): ApiReply {
    const at = this.contacts.findIndex((one) => one.id === objectId);
    if (at < 0) return no(404, 'resource not found');
    this.contacts.splice(at, 1);
    return { status: 204, body: null };
  }

  #unsubscribe(email: string, channel: string | null): ApiReply {
    if (channel !== 'EMAIL') return no(400, 'channel is required');
    const at = this.contacts.findIndex((one) => one.properties.email === email);
    const known = this.contacts[at];
    if (known) this.contacts[at] = { ...known, properties: { ...known.properties, hs_email_optout: 'true' } };
    return ok({ status: 'COMPLETE', results: [{ channel, status: 'UNSUBSCRIBED', subscriberIdString: email }] });
  }

  #page(query: URLSearchParams): ApiReply {
    const from = Number(query.get('after') ?? 0);
    const to = from + Math.min(Number(query.get('limit') ?? 10), 100);
    const next = to < this.contacts.length ? { paging: { next: { after: String(to) } } } : {};
    return ok({ results: this.contacts.slice(from, to), ...next });
  }
}

function json(call: ArrivedCall): Json {
  return JSON.parse(call.body) as Json;
}

function ok(body: unknown): ApiReply {
  return { status: 200, body };
}

/** Source: HubSpot, usage details: the body tells which limit it was. */
function tooMany(): ApiReply {
  const body = { status: 'error', message: 'You have reached your secondly limit.', errorType: 'RATE_LIMIT' };
  return { status: 429, body: { ...body, policyName: 'SECONDLY' } };
}

function no(status: number, message: string): ApiReply {
  return { status, body: { status: 'error', message } };
}
