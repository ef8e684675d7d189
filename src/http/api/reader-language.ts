/**
 * Reasons in the language that a request prefers, where an answer leaves: what is kept, what is done and what is told of codes stays as it
 * is. Without a wish for Spanish no answer is touched. Source: RFC 9110 §12.5.4 (Accept-Language), §12.5.5 (Vary), §8.5 (Content-Language).
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { REASONS, type ReasonText } from '../../domain/reason.ts';
import { pageLanguage } from '../unsubscribe-words.ts';

/** What is told in the language of the reader. */
interface Words {
  /** Of a code. */
  of(code: string): ReasonText;
  /** Of a sentence; null = it is none of ours. */
  in(sentence: string): string | null;
}

const JSON_TYPE = /^application\/(?:json|problem\+json|x-ndjson)\b/;

/** Has all answers of routes below `root` tell their reasons in the language that is asked for. */
export function tellInReadersLanguage(app: FastifyInstance, root: string): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.url.startsWith(`${root}/`) || !JSON_TYPE.test(String(reply.getHeader('content-type')))) return payload;
    addVary(reply);
    if (pageLanguage(request.headers['accept-language']) !== 'es') return payload;
    const words = await spanishWords();
    reply.header('content-language', 'es');
    if (typeof payload === 'string') return toldIn(words, payload);
    return payload instanceof Readable ? Readable.from(linesIn(words, payload)) : payload;
  });
}

function addVary(reply: FastifyReply): void {
  const before = reply.getHeader('vary');
  reply.header('vary', before === undefined ? 'accept-language' : `${String(before)}, accept-language`);
}

async function spanishWords(): Promise<Words> {
  const { reasonTextIn } = await import('../../domain/reason/in-language.ts');
  const { inSpanish } = await import('../../domain/sentence/in-spanish.ts');
  return { of: (code) => reasonTextIn('es', code), in: inSpanish };
}

/** The lines of an answer that comes bit by bit: each piece of it is one (`routes.ts`). */
async function* linesIn(words: Words, lines: Readable): AsyncGenerator<string> {
  for await (const line of lines) yield `${toldIn(words, String(line))}\n`;
}

function toldIn(words: Words, text: string): string {
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => {
      if (isNamed(value)) return reworded(words, key, value);
      return SPOKEN_LISTS.has(key) && Array.isArray(value) ? value.map((one) => sentenceIn(words, one)) : value;
    }),
  );
}

/** Lists of sentences, by name. */
const SPOKEN_LISTS: ReadonlySet<string> = new Set(['why', 'says']);

/** One of a list of sentences. */
function sentenceIn(words: Words, one: unknown): unknown {
  return typeof one === 'string' ? (words.in(one) ?? one) : one;
}

type Named = Readonly<Record<string, unknown>>;

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An object of an answer, its sentences in other words where they are those of its code. The code stands in it, or is the name that it
 * goes by. Words of anybody else (a provider's, a person's) are left as they are.
 */
function reworded(words: Words, key: string, told: Named): Named {
  return resaid(words, recoded(words, key, told));
}

function recoded(words: Words, key: string, told: Named): Named {
  const code = [told.code, told.because, key].find((name) => typeof name === 'string' && Object.hasOwn(REASONS, name));
  const english = typeof code === 'string' ? REASONS[code] : undefined;
  if (typeof code !== 'string' || english === undefined) return told;
  const ours = words.of(code);
  const other: Record<string, unknown> = {};
  for (const name of ['says', 'detail'] as const) if (told[name] === english.says) other[name] = ours.says;
  const remedy = remedyIn(ours.remedy, english.remedy, told.remedy);
  if (remedy !== null) other.remedy = remedy;
  return { ...told, ...other };
}

/**
 * An object whose sentences stand in no table of codes: a refusal, a field of the input, a finding, an item of a check. Known by its shape, so that
 * nobody else's text is looked at.
 */
function resaid(words: Words, told: Named): Named {
  const names = SENTENCES.find(({ shape }) => shape.every((name) => Object.hasOwn(told, name)))?.names ?? [];
  const said = names.flatMap((name) => {
    const { [name]: value } = told;
    const other = typeof value === 'string' ? words.in(value) : null;
    return other === null ? [] : [[name, other] as const];
  });
  return said.length === 0 ? told : { ...told, ...Object.fromEntries(said) };
}

const SENTENCES: readonly { readonly shape: readonly string[]; readonly names: readonly string[] }[] = [
  { shape: ['type', 'status', 'detail', 'remedy'], names: ['detail', 'remedy'] },
  { shape: ['field', 'says'], names: ['says'] },
  { shape: ['file', 'line', 'message', 'remedy'], names: ['message', 'remedy'] },
  { shape: ['check', 'ok', 'says'], names: ['says'] },
  { shape: ['check', 'verdict', 'says', 'remedy'], names: ['says', 'remedy'] },
  { shape: ['name', 'says', 'remedy'], names: ['says', 'remedy'] },
  { shape: ['provider', 'says'], names: ['says'] },
  { shape: ['kind', 'says', 'leadId'], names: ['says'] },
  { shape: ['code', 'says'], names: ['says'] },
  // A run of a routine that was refused keeps the sentence, and no more.
  { shape: ['routine', 'slot', 'error'], names: ['error'] },
  // Facts of a score and of a rule of which nobody can tell: a missing fact.
  { shape: ['part', 'why'], names: ['why'] },
  { shape: ['rule', 'why'], names: ['why'] },
];

/** Some remedies are told with the name of what they are about in place of `NAME`. Null = it is not the table's. */
function remedyIn(ours: string, english: string, told: unknown): string | null {
  if (typeof told !== 'string' || english === '') return null;
  if (told === english) return ours;
  const [before = '', after] = english.split('NAME');
  if (after === undefined || !told.startsWith(before) || !told.endsWith(after)) return null;
  const name = told.slice(before.length, told.length - after.length);
  return ours.replace('NAME', () => name);
}
