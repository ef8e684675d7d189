/**
 * Apollo on the loopback: a search that tells neither address nor number, details of ten people at once for credits, numbers that come
 * later, windows of calls, and accounts whose credits end. Loses answers where it is told to, after it has charged for them.
 */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** A person that it knows. */
export interface ApolloPerson {
  readonly id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly title?: string;
  readonly email?: string | null;
  readonly phone?: string;
  readonly organization?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** How it behaves. */
export interface ApolloServerOptions {
  readonly apiKey: string;
  readonly people: readonly ApolloPerson[];
  /** Credits of the account; absent = no end of them. */
  readonly credits?: number;
  /** Calls of each kind in a minute; absent = as many as one likes. `retryAfter` in seconds. */
  readonly rate?: { readonly calls: number; readonly retryAfter: number };
  /** What befalls a call, by its method and path. */
  readonly fault?: (call: string) => SendFault;
  /** What a call costs by the plan, for each person with details; 1 where it is absent. */
  readonly price?: number;
}

/** Numbers that are to be told, and where. */
export interface ApolloTelling {
  readonly url: string;
  readonly body: unknown;
}

/** An Apollo that listens. */
export interface ApolloServer extends ApiServer {
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly (ApiReply & { readonly call: string })[];
  /** In the order in which they were asked for; they are told when somebody posts them. */
  readonly tellings: readonly ApolloTelling[];
  /** Credits that were charged. */
  readonly charged: () => number;
  /** Lets those who ask after numbers have them. */
  ripen(): void;
}

/** Starts it. */
export async function startApollo(options: ApolloServerOptions): Promise<ApolloServer> {
  const apollo = new Apollo(options);
  const server = await startApiServer((call) => apollo.answer(call));
  const { calls, replies, tellings } = apollo;
  return {
    ...server,
    calls,
    replies,
    tellings,
    charged: () => apollo.charged,
    ripen() {
      apollo.isRipe = true;
    },
  };
}

const PHONE_CREDITS = 8;
/** Past what a number in JSON can hold exactly, and often negative. */
const FIRST_REQUEST = -1_039_995_589_705_121_907n;

interface Detail {
  readonly id?: string;
  readonly email?: string;
  readonly name?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly domain?: string;
  readonly organization_name?: string;
  readonly linkedin_url?: string;
}

class Apollo {
  readonly calls: ArrivedCall[] = [];
  readonly replies: (ApiReply & { call: string })[] = [];
  readonly tellings: ApolloTelling[] = [];
  readonly #options: ApolloServerOptions;
  readonly #used = new Map<string, number>();
  readonly #later = new Map<string, unknown>();
  charged = 0;
  isRipe = false;

  constructor(options: ApolloServerOptions) {
    this.#options = options;
  }

  answer(call: ArrivedCall): ApiReply {
    this.calls.push(call);
    const what = `${call.method} ${call.path}`;
    const reply = this.#reply(call, what);
    this.replies.push({ ...reply, call: what });
    return reply;
  }

  #reply(call: ArrivedCall, what: string): ApiReply {
    if (call.headers['x-api-key'] !== this.#options.apiKey) return { status: 401, body: 'Invalid API key.' };
    const used = (this.#used.get(what) ?? 0) + 1;
    this.#used.set(what, used);
    if (this.#options.rate && used > this.#options.rate.calls) return this.#tooMany(call, used);
    const befalls = this.#options.fault?.(what) ?? null;
    if (befalls === 'busy') return this.#tooMany(call, used);
    if (befalls === 'broken') return { status: 502, body: { error: 'Bad gateway' } };
    const reply = this.#route(call);
    if (befalls === 'broken-accepted') return { status: 502, body: { error: 'Bad gateway' } };
    return { ...reply, headers: this.#windows(used), lost: befalls === 'lose-answer' };
  }

  /** Source: Apollo's documentation, “Rate limits”: the headers of each window; its OpenAPI: the words of a 429. */
  #tooMany({ path }: ArrivedCall, used: number): ApiReply {
    const message = `The maximum number of api calls allowed for api/v1${path} is ${this.#options.rate?.calls ?? 200} times per minute. Please upgrade your plan from https://app.apollo.io/#/settings/plans/upgrade.`;
    const headers = { ...this.#windows(used), 'retry-after': String(this.#options.rate?.retryAfter ?? 1) };
    this.#used.clear();
    return { status: 429, body: { message }, headers };
  }

  #windows(used: number): Record<string, string> {
    const calls = this.#options.rate?.calls ?? 200;
    return {
      'x-rate-limit-minute': String(calls),
      'x-minute-usage': String(Math.min(used, calls)),
      'x-minute-requests-left': String(Math.max(0, calls - used)),
    };
  }

  #route(call: ArrivedCall): ApiReply {
    const later = /^GET \/webhook_result\/(-?\d+)$/.exec(`${call.method} ${call.path}`);
    if (later) return this.#askAfter(later[1] ?? '');
    if (call.method === 'POST' && call.path === '/mixed_people/api_search') return this.#search(call.query);
    if (call.method === 'POST' && call.path === '/people/bulk_match') return this.#match(call);
    return { status: 404, body: { error: 'Not found' } };
  }

  #search(query: URLSearchParams): ApiReply {
    const perPage = Number(query.get('per_page') ?? 10);
    const page = Number(query.get('page') ?? 1);
    if (perPage > 100 || page > 500) return { status: 422, body: { error: 'Invalid parameters' } };
    const titles = query.getAll('person_titles[]').map((title) => title.toLowerCase());
    const fits = this.#options.people.filter(
      ({ title = '' }) => titles.length === 0 || titles.some((one) => title.toLowerCase().includes(one)),
    );
    const people = fits.slice((page - 1) * perPage, page * perPage).map((person) => ({
      ...{ id: person.id, first_name: person.first_name, last_name_obfuscated: 'L***e', title: person.title ?? null },
      ...{ has_email: Boolean(person.email), has_direct_phone: person.phone === undefined ? 'No' : 'Yes' },
      organization: { name: String(person.organization?.name ?? '') },
    }));
    return { status: 200, body: { total_entries: fits.length, people } };
  }

  #match({ body, query }: ArrivedCall): ApiReply {
    const { details } = JSON.parse(body || '{}') as { readonly details?: readonly Detail[] };
    if (!details) return failed(400, 'INVALID_REQUEST', 'invalid request, missing details');
    if (details.length > 10)
      return failed(400, 'RECORD_LIMIT_EXCEEDED', 'cannot enrich more than 10 in a single request');
    const found = details.map((detail) => this.#options.people.find((person) => isMeant(person, detail)) ?? null);
    const unique = new Set(found.filter((one) => one !== null));
    const cost = unique.size * (this.#options.price ?? 1);
    if (this.charged + cost > (this.#options.credits ?? Number.POSITIVE_INFINITY)) {
      return { status: 422, body: { error: 'You have insufficient credits for this request.' } };
    }
    this.charged += cost;
    return {
      status: 200,
      body: {
        ...{ status: 'success', error_code: null, error_message: null, total_requested_enrichments: details.length },
        ...{ unique_enriched_records: unique.size, missing_records: found.filter((one) => one === null).length },
        ...{ credits_consumed: cost, matches: found.map((person) => person && detailsOf(person)) },
        ...this.#numbers([...unique], query),
      },
    };
  }

  /** Numbers are not in the answer: they are charged and told later, those that there are. */
  #numbers(people: readonly ApolloPerson[], query: URLSearchParams): object {
    const request = FIRST_REQUEST - BigInt(this.tellings.length);
    if (query.get('reveal_phone_number') !== 'true') return { request_id: rawNumber(request) };
    const url = query.get('webhook_url') ?? '';
    const withNumber = people.filter(({ phone }) => phone !== undefined);
    const told = {
      ...{ status: 'success', total_requested_enrichments: people.length, unique_enriched_records: withNumber.length },
      ...{ missing_records: 0, credits_consumed: withNumber.length * PHONE_CREDITS },
      people: people.map(({ id, phone }) => ({
        id,
        status: 'success',
        phone_numbers: phone === undefined ? [] : [numberOf(phone)],
      })),
    };
    this.charged += told.credits_consumed;
    this.tellings.push({ url, body: told });
    this.#later.set(String(request), told);
    return {
      request_id: rawNumber(request),
      phone_enrichment: { status: 'pending', request_id: 'job1', message: 'Later.' },
    };
  }

  #askAfter(request: string): ApiReply {
    const told = this.#later.get(request);
    if (told === undefined) return { status: 404, body: { error_code: 'request_id_unknown' } };
    if (!this.isRipe) return { status: 404, body: { error_code: 'result_pending', retry_after_seconds: 10 } };
    const body = { request_id: request, webhook_status: 'success', request_type: 'phone', webhook_result: told };
    return { status: 200, body: { ...body, last_dispatched_at: null, failure_reason: null } };
  }
}

function isMeant(person: ApolloPerson, detail: Detail): boolean {
  const { id, email, linkedin_url, domain, organization_name } = detail;
  if (id !== undefined) return person.id === id;
  if (email !== undefined && person.email === email) return true;
  if (linkedin_url !== undefined && person.linkedin_url === linkedin_url) return true;
  const name = detail.name ?? `${detail.first_name} ${detail.last_name}`;
  const isThere = person.organization?.primary_domain === domain || person.organization?.name === organization_name;
  return name === `${person.first_name} ${person.last_name}` && isThere;
}

function detailsOf({ phone: _, ...person }: ApolloPerson): object {
  const email = person.email === undefined ? 'email_not_unlocked@domain.com' : person.email;
  return {
    ...person,
    name: `${person.first_name} ${person.last_name}`,
    email,
    email_status: email ? 'verified' : null,
  };
}

function numberOf(phone: string): object {
  return {
    raw_number: phone,
    sanitized_number: phone,
    status_cd: 'valid_number',
    type_cd: 'mobile',
    dnc_status_cd: 'not_found',
  };
}

function failed(status: number, error_code: string, error_message: string): ApiReply {
  return { status, body: { status: 'failed', error_code, error_message } };
}

/** A whole number of 64 bits, written digit for digit. Source: ECMA-262, JSON.rawJSON. */
function rawNumber(value: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value));
}
