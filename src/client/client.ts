/**
 * A typed client of the REST interface: `client.leads.show({ lead: 'jane@acme.com' })`. Its types are those of the table of operations;
 * it brings no package and no line of the engine. What is sent twice is done once; what may be tried again is.
 */
import type { OperationTable } from '../engine/operations/table.ts';
import type { Commands } from './commands.ts';
import { RekindleError } from './error.ts';
import type { Progress } from './progress.ts';
import { ROUTES } from './routes.ts';

export { RekindleError } from './error.ts';
export type { Progress } from './progress.ts';

/** How a client is made. */
export interface ClientOptions {
  /** Where the instance is: `https://rekindle.acme.com`. */
  readonly url: string;
  /** A key of `rekindle key create`; absent = a browser whose cookie says who it is. */
  readonly key?: string;
  /** What a logged-in person’s acts carry beside their cookie, as the login told it. */
  readonly csrf?: string;
  /** The workspace that is meant, for a key of the whole instance. */
  readonly workspace?: string;
  /** Tries after the first one, where none may have been done; standard 2. */
  readonly retries?: number;
  /** Absent = the platform's. */
  readonly fetch?: typeof fetch;
}

/** What a call may be told beside its input. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Absent = made by chance for each call, so that a try after a lost answer does nothing twice. */
  readonly idempotencyKey?: string;
  /** Hears how far long work is, as it goes on. */
  readonly progress?: (progress: Progress) => void;
}

type ByCommand = { [Command in keyof OperationTable]: NonNullable<OperationTable[Command]['types']> };
/** Method, address, and how the answer comes where it is not one document. */
type Route = `${'GET' | 'POST'} ${string}`;

/** What is of the machine is given in another way: the content of a file, secrets by name. */
type FromElsewhere<Raw> = string extends keyof Raw
  ? Record<never, never>
  : Omit<Raw, 'file' | 'rejects' | 'pairs' | 'stdin' | 'env'> &
      ('file' extends keyof Raw ? { content: string; contentIs?: 'text' | 'base64'; fileName?: string } : unknown) &
      ('stdin' extends keyof Raw ? { secrets?: Record<string, string> } : unknown);

/** Input of an operation, as the client takes it. */
export type InputOf<Command extends keyof ByCommand> = FromElsewhere<ByCommand[Command]['raw']>;
/** Its answer. */
export type OutputOf<Command extends keyof ByCommand> = ByCommand[Command]['output'];

type Answer<Command extends keyof ByCommand, Of extends Route> = Of extends `${string} lines`
  ? OutputOf<Command> extends AsyncIterable<infer Item>
    ? Item[]
    : unknown[]
  : OutputOf<Command>;
type InPath<Path extends string> = Path extends `${string}{${infer Field}}${infer Rest}` ? Field | InPath<Rest> : never;
/** What stands in the address has to be said, also where the command line finds it by itself. */
type Asked<Command extends keyof ByCommand, Of extends Route> = InputOf<Command> & { [Field in InPath<Of>]: string };
type Call<Command, Of> = Command extends keyof ByCommand
  ? Of extends Route
    ? Record<never, never> extends Asked<Command, Of>
      ? (input?: Asked<Command, Of>, options?: CallOptions) => Promise<Answer<Command, Of>>
      : (input: Asked<Command, Of>, options?: CallOptions) => Promise<Answer<Command, Of>>
    : never
  : never;

type Routes = typeof ROUTES;

/** One method for each operation, by noun and verb. */
export type RekindleClient = {
  readonly [Noun in keyof Routes & keyof Commands]: {
    readonly [Verb in keyof Routes[Noun] & keyof Commands[Noun]]: Call<Commands[Noun][Verb], Routes[Noun][Verb]>;
  };
};

const RETRIES = 2;
/** Milliseconds before the second try; each further one waits twice as long. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 30_000;
/** Busy, or another try of ours is under way. */
const AGAIN: ReadonlySet<number> = new Set([409, 429, 502, 503, 504]);

const LINES = 'application/x-ndjson';

/** Makes a client. Methods reject with `RekindleError` for what the instance refuses. */
export function rekindleClient(options: ClientOptions): RekindleClient {
  const nouns = Object.entries(ROUTES).map(([noun, verbs]) => {
    const calls = Object.entries(verbs).map(([verb, route]) => {
      const call = (input: Input = {}, how: CallOptions = {}) => ask(options, route, input, how);
      return [verb, call] as const;
    });
    return [noun, Object.fromEntries(calls)] as const;
  });
  return Object.fromEntries(nouns) as unknown as RekindleClient;
}

/** Goes through a list page by page, as long as there is a next one: `for await (const page of pages(client.leads.list, {}))`. */
export async function* pages<Asked extends { after?: string | null | undefined }, Page extends { next: string | null }>(
  list: (input?: Asked) => Promise<Page>,
  input: NoInfer<Asked>,
): AsyncGenerator<Page> {
  let after = input.after ?? null;
  do {
    const page: Page = await list({ ...input, after });
    yield page;
    after = page.next;
  } while (after !== null);
}

type Input = Readonly<Record<string, unknown>>;

async function ask(options: ClientOptions, route: Route, input: Input, how: CallOptions): Promise<unknown> {
  const request = requestOf(options, route, input, how);
  const tries = (options.retries ?? RETRIES) + 1;
  for (let left = tries - 1; ; left--) {
    const answer = await once(options, request, left > 0);
    if (answer !== null && (answer.ok || left === 0 || !(await mayTryAgain(answer)))) {
      return how.progress && tellsProgress(answer) ? heard(answer, how.progress) : read(answer, route);
    }
    await wait(answer, tries - left, how.signal);
  }
}

interface Request {
  readonly url: string;
  readonly init: RequestInit;
}

function requestOf(options: ClientOptions, route: Route, input: Input, how: CallOptions): Request {
  const [method = '', path = ''] = route.split(' ');
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const { [field]: value } = rest;
    if (value === undefined) throw new TypeError(`${field} is missing: it stands in the address`);
    delete rest[field];
    return encodeURIComponent(String(value));
  });
  const url = new URL(`${options.url.replace(/\/+$/, '')}/api/v1${filled}`);
  const headers: Record<string, string> = { accept: how.progress ? `${LINES}, application/json` : 'application/json' };
  if (options.key !== undefined) headers.authorization = `Bearer ${options.key}`;
  if (options.csrf !== undefined) headers['x-csrf-token'] = options.csrf;
  if (options.workspace !== undefined) headers['rekindle-workspace'] = options.workspace;
  const signal = how.signal === undefined ? {} : { signal: how.signal };
  if (method === 'GET') {
    for (const [name, value] of Object.entries(rest)) putWord(url.searchParams, name, value);
    return { url: url.href, init: { method, headers, ...signal } };
  }
  headers['content-type'] = 'application/json';
  headers['idempotency-key'] = how.idempotencyKey ?? crypto.randomUUID();
  return { url: url.href, init: { method, headers, body: JSON.stringify(rest), ...signal } };
}

function putWord(words: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const one of value) words.append(name, String(one));
  else if (typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) words.append(`${name}[${key}]`, String(one));
  } else words.append(name, String(value));
}

/** Null = no answer came, and it may be tried again: the key of the request sees to it that nothing is done twice. */
async function once(options: ClientOptions, { url, init }: Request, again: boolean): Promise<Response | null> {
  try {
    return await (options.fetch ?? fetch)(url, init);
  } catch (error) {
    if (!again || init.signal?.aborted) throw error;
    return null;
  }
}

/** A conflict is worth waiting for only while our own first try is under way. */
async function mayTryAgain(answer: Response): Promise<boolean> {
  if (!AGAIN.has(answer.status)) return false;
  if (answer.status !== 409) return true;
  const problem = (await answer.clone().json()) as { readonly code?: unknown };
  return problem.code === 'key-under-way';
}

async function wait(answer: Response | null, tried: number, signal: AbortSignal | undefined): Promise<void> {
  const asked = Number(answer?.headers.get('retry-after') ?? Number.NaN) * 1_000;
  const own = FIRST_WAIT_MS * 2 ** (tried - 1);
  const ms = Math.min(Number.isFinite(asked) ? asked : own, LONGEST_WAIT_MS);
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal?.throwIfAborted();
}

async function read(answer: Response, route: Route): Promise<unknown> {
  const text = await answer.text();
  if (!answer.ok) throw RekindleError.of(answer.status, text);
  if (!route.endsWith(' lines')) return JSON.parse(text);
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
}

function tellsProgress({ ok, headers }: Response): boolean {
  return ok && (headers.get('content-type') ?? '').startsWith(LINES);
}

/** What is told on the way is read by a part of its own: few calls ask for it. */
async function heard(answer: Response, tell: (progress: Progress) => void): Promise<unknown> {
  const { readProgress } = await import('./progress.ts');
  return readProgress(answer, tell);
}
