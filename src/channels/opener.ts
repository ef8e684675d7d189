/** How one provider's connections are opened and asked; each adapter has its own beside it, and `open.ts` lists them. */
import type { z } from 'zod';
import type { Asked, Tested } from '../domain/connection/asked.ts';
import type { OpenedWay } from '../engine/ports.ts';
import type { ApiAnswer } from './api-line.ts';

/** One provider's. */
export interface Opener {
  /** The adapter's settings of a connection, checked. */
  settings(asked: Asked): z.ZodSafeParseResult<unknown>;
  /** Its ways out, one of a kind at most; none = nothing leaves by it. Errors: zod's where `settings` finds mistakes. */
  open(asked: Asked): readonly OpenedWay[];
  /** Signs in, asks for the least, sends nothing. Never rejects for what the other side does. */
  test(asked: Asked): Promise<Tested>;
}

/** How long a provider is waited for that is asked how it stands, milliseconds. */
export const TEST_MS = 20_000;
const SAYS_CHARACTERS = 300;

/** What an answer to the least of questions says: a status that is no yes is a refused login where it is about that. */
export function readTest(answer: ApiAnswer, yes: (json: unknown) => string): Tested {
  if (answer.kind !== 'answered') return { contact: 'fails', code: 'no-connection', says: answer.detail };
  const { status, json } = answer;
  if (status === 200) return { contact: 'works', code: null, says: yes(json) };
  const says = `${status} ${wordsOf(json)}`.trim().slice(0, SAYS_CHARACTERS);
  return { contact: 'fails', code: codeOf(status), says };
}

function codeOf(status: number): string {
  if (status === 401) return 'login-refused';
  if (status === 402 || status === 403 || status === 404) return 'sender-refused';
  return status === 429 ? 'sender-throttled' : 'server-busy';
}

function wordsOf(json: unknown): string {
  const words = json as { readonly message?: unknown; readonly error?: unknown } | null;
  const word = words?.message ?? words?.error;
  return typeof word === 'string' ? word : '';
}

/** Without what is not given, which a strict schema takes for a mistake. */
export function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A whole number, or undefined where nothing is given. */
export function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
