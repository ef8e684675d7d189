/** Retell on the loopback: takes calls, lists them by what they carry and tells how they ended, and loses answers where it is told to. */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** A call that it took. */
export interface PlacedCall {
  readonly call_id: string;
  readonly from_number: string;
  readonly to_number: string;
  readonly override_agent_id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly retell_llm_dynamic_variables?: Readonly<Record<string, string>>;
  readonly at: number;
}

/** How a call ended; not over where absent. */
export interface CallEnd {
  readonly status: string;
  readonly reason: string;
  readonly seconds: number;
}

/** How it behaves. */
export interface RetellServerOptions {
  readonly apiKey: string;
  readonly fault?: () => SendFault;
  /** An answer to a call to this number instead of taking it. */
  readonly refuses?: (to: string) => { readonly status: number; readonly message: string } | null;
  readonly ends?: (call: PlacedCall) => CallEnd | null;
  readonly now: () => number;
  /** How long a call is missing from the list, milliseconds. */
  readonly lagMs?: number;
}

/** A Retell that listens. */
export interface RetellServer extends ApiServer {
  readonly placed: readonly PlacedCall[];
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly ApiReply[];
}

/** Starts it. */
export async function startRetellServer(options: RetellServerOptions): Promise<RetellServer> {
  const retell = new Retell(options);
  const server = await startApiServer((call) => retell.answer(call));
  return { ...server, placed: retell.placed, calls: retell.calls, replies: retell.replies };
}

interface ListWish {
  readonly filter_criteria?: {
    readonly metadata?: readonly { readonly key: string; readonly value: unknown }[];
  };
  readonly limit?: number;
}

class Retell {
  readonly placed: PlacedCall[] = [];
  readonly calls: ArrivedCall[] = [];
  readonly replies: ApiReply[] = [];
  readonly #options: RetellServerOptions;

  constructor(options: RetellServerOptions) {
    this.#options = options;
  }

  answer(call: ArrivedCall): ApiReply {
    const reply = this.#route(call);
    this.calls.push(call);
    this.replies.push(reply);
    return reply;
  }

  #route({ method, path, headers, body }: ArrivedCall): ApiReply {
    if (headers.authorization !== `Bearer ${this.#options.apiKey}`) return no(401, 'Invalid API key');
    if (method === 'GET' && path === '/get-concurrency')
      return { status: 200, body: { current_concurrency: 0, concurrency_limit: 20 } };
    if (method === 'POST' && path === '/v2/create-phone-call') return this.#create(JSON.parse(body));
    if (method === 'POST' && path === '/v3/list-calls') return this.#list(JSON.parse(body));
    const call = this.placed.find(({ call_id: id }) => path === `/v2/get-call/${id}`);
    return call === undefined ? no(404, 'Not found') : { status: 200, body: this.#resource(call) };
  }

  #create(wish: Omit<PlacedCall, 'call_id' | 'at'>): ApiReply {
    const fault = this.#options.fault?.() ?? null;
    if (fault === 'busy') return no(429, 'Account rate limited, please throttle your requests.');
    if (fault === 'broken') return no(500, 'An unexpected server error occurred.');
    if (!wish.from_number || !wish.to_number) return no(400, 'from_number and to_number are required');
    const refusal = this.#options.refuses?.(wish.to_number) ?? null;
    if (refusal !== null) return no(refusal.status, refusal.message);
    const call = { ...wish, call_id: `call_${this.placed.length}`, at: this.#options.now() };
    this.placed.push(call);
    if (fault === 'broken-accepted') return no(500, 'An unexpected server error occurred.');
    return { status: 201, body: this.#resource(call, 'registered'), lost: fault === 'lose-answer' };
  }

  #list({ filter_criteria: filter, limit = 50 }: ListWish): ApiReply {
    const seen = this.#options.now() - (this.#options.lagMs ?? 0);
    const found = this.placed.filter(({ metadata, at }) => {
      return at <= seen && (filter?.metadata ?? []).every(({ key, value }) => metadata?.[key] === value);
    });
    const items = found
      .reverse()
      .slice(0, limit)
      .map((call) => this.#resource(call));
    return { status: 200, body: { items, has_more: found.length > limit } };
  }

  #resource(call: PlacedCall, status?: string): Record<string, unknown> {
    const { at, override_agent_id: agent = 'agent_default', ...given } = call;
    const end = status === undefined ? (this.#options.ends?.(call) ?? null) : null;
    const common = { ...given, call_type: 'phone_call', direction: 'outbound', agent_id: agent, agent_version: 1 };
    if (end === null) return { ...common, call_status: status ?? 'ongoing' };
    const times = { start_timestamp: at, end_timestamp: at + end.seconds * 1_000, duration_ms: end.seconds * 1_000 };
    return { ...common, ...times, call_status: end.status, disconnection_reason: end.reason };
  }
}

function no(status: number, message: string): ApiReply {
  return { status, body: { status: 'error', message } };
}
