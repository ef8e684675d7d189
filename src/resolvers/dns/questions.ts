/**
 * Single questions to DNS, as rules ask them: texts, addresses, mail servers, names. Owns what a server's words mean; remembers nothing,
 * so that whoever has just mended a record sees it.
 */
import type { Resolver as NodeResolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DnsAnswer, DnsQuestion } from '../../domain/deliverability/ask.ts';

/** Codes by which a server says for certain that there is nothing. Source: c-ares, `ares_strerror`. */
export const NO_RECORD = 'ENODATA';
/** There is not even such a name. */
export const NO_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EBADNAME', 'ENONAME']);

/** The answer to one question. Never rejects for what the other side does. */
export async function answerOf(dns: NodeResolver, { kind, name }: DnsQuestion): Promise<DnsAnswer> {
  if (kind === 'addresses') return isIP(name) === 0 ? addresses(dns, name) : { kind: 'found', values: [name] };
  if (kind === 'texts') return valuesOf(await answerTo(() => dns.resolveTxt(name)), (parts) => parts.join(''));
  if (kind === 'names') return valuesOf(await answerTo(() => dns.reverse(name)), (host) => host.toLowerCase());
  const records = await answerTo(() => dns.resolveMx(name));
  if (typeof records === 'string') return nothing(records);
  const ordered = records.toSorted((a, b) => a.priority - b.priority || (a.exchange < b.exchange ? -1 : 1));
  return { kind: 'found', values: ordered.map(({ exchange }) => (exchange === '.' ? '' : exchange.toLowerCase())) };
}

/** Of both kinds; where one could not be told the other is not all. */
async function addresses(dns: NodeResolver, host: string): Promise<DnsAnswer> {
  const answers = await Promise.all([answerTo(() => dns.resolve4(host)), answerTo(() => dns.resolve6(host))]);
  const values = answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer));
  if (values.length > 0) return { kind: 'found', values };
  const failed = answers.map((answer) => nothing(answer as string)).find(({ kind }) => kind === 'unknown');
  return failed ?? { kind: 'none' };
}

function valuesOf<T>(answer: readonly T[] | string, read: (record: T) => string): DnsAnswer {
  return typeof answer === 'string' ? nothing(answer) : { kind: 'found', values: answer.map(read) };
}

function nothing(code: string): DnsAnswer {
  return code === NO_RECORD || NO_NAME.has(code) ? { kind: 'none' } : { kind: 'unknown', detail: code };
}

/** The records of an answer (never empty), or the code of why there are none. */
export async function answerTo<T>(question: () => Promise<readonly T[]>): Promise<readonly T[] | string> {
  try {
    const records = await question();
    return records.length > 0 ? records : NO_RECORD;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}
