/**
 * Reasons in the language that a request prefers, where an answer leaves: what is kept, what is done and what is told of codes stays as it
 * is. Without a wish for Spanish no answer is touched. Source: RFC 9110 §12.5.4 (Accept-Language), §12.5.5 (Vary), §8.5 (Content-Language).
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { REASONS, type ReasonText } from '../../domain/reason.ts';
import { pageLanguage } from '../unsubscribe-words.ts';

/** The words of a code in the language of the reader. */
type WordsOf = (code: string) => ReasonText;

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

async function spanishWords(): Promise<WordsOf> {
  const { reasonTextIn } = await import('../../domain/reason/in-language.ts');
  return (code) => reasonTextIn('es', code);
}

/** The lines of an answer that comes bit by bit: each piece of it is one (`routes.ts`). */
async function* linesIn(words: WordsOf, lines: Readable): AsyncGenerator<string> {
  for await (const line of lines) yield `${toldIn(words, String(line))}\n`;
}

function toldIn(words: WordsOf, text: string): string {
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => (isNamed(value) ? reworded(words, key, value) : value)),
  );
}

type Named = Readonly<Record<string, unknown>>;

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An object of an answer, its sentences in other words where they are those of its code. The code stands in it, or is the name that it
 * goes by. Words of anybody else (a provider's, a person's) are left as they are.
 */
function reworded(words: WordsOf, key: string, told: Named): Named {
  const code = [told.code, told.because, key].find((name) => typeof name === 'string' && Object.hasOwn(REASONS, name));
  const english = typeof code === 'string' ? REASONS[code] : undefined;
  if (typeof code !== 'string' || english === undefined) return told;
  const ours = words(code);
  const other: Record<string, unknown> = {};
  for (const name of ['says', 'detail'] as const) if (told[name] === english.says) other[name] = ours.says;
  const remedy = remedyIn(ours.remedy, english.remedy, told.remedy);
  if (remedy !== null) other.remedy = remedy;
  return { ...told, ...other };
}

/** Some remedies are told with the name of what they are about in place of `NAME`. Null = it is not the table's. */
function remedyIn(ours: string, english: string, told: unknown): string | null {
  if (typeof told !== 'string' || english === '') return null;
  if (told === english) return ours;
  const [before = '', after] = english.split('NAME');
  if (after === undefined || !told.startsWith(before) || !told.endsWith(after)) return null;
  const name = told.slice(before.length, told.length - after.length);
  return ours.replace('NAME', () => name);
}
