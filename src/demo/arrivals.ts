/**
 * What arrived, and whether it is what the simulation foresaw: two lists of messages, compared one by one.
 * Reads what lies at the far end (the mail server's or the folder's), never the ledger that is to be checked by it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../domain/limits.ts';
import type { VirtualClock } from '../engine/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { nextAt, untilIdle } from '../engine/loop.ts';
import type { Progress } from '../engine/operations/operation.ts';
import { mailHeaders, type SmtpSink } from '../testing/smtp-sink.ts';

/** One message as it reached somebody. */
export interface Arrival {
  /** Epoch ms, whole seconds: a mail's date knows no less. */
  readonly at: number;
  readonly to: string;
  readonly template: string;
  readonly subject: string;
}

/** How two lists of messages compare; `equal` = nothing stands in one only. */
export interface Comparison {
  readonly simulated: number;
  readonly delivered: number;
  readonly equal: boolean;
  /** The first few that stand in one list only. */
  readonly onlySimulated: readonly string[];
  readonly onlyDelivered: readonly string[];
}

/** Works on virtual time until `end` (epoch ms, not included): the clock goes from one thing that is due to the next. */
export async function workUntil(
  engine: Engine,
  clock: VirtualClock,
  end: number,
  hooks: { readonly signal: AbortSignal; progress(progress: Progress): void },
): Promise<void> {
  let sent = 0;
  while (!hooks.signal.aborted) {
    const { delivered } = await untilIdle(engine, hooks.signal);
    sent += delivered.sent;
    hooks.progress({ stage: 'send', done: sent, total: null, unit: 'messages' });
    const next = await nextAt(engine);
    if (next === null || next >= end) return;
    clock.moveTo(next);
  }
}

/** What a mail server took. */
export function arrivalsAt({ received }: SmtpSink): Arrival[] {
  return received.map(({ headers, envelope }) => arrivalOf(headers, envelope.to[0] ?? ''));
}

/** What lies in an outbox folder, one file a mail. */
export async function arrivalsIn(folder: string): Promise<Arrival[]> {
  const files = await readdir(folder, { recursive: true }).catch(none);
  const arrivals: Arrival[] = [];
  for (const file of files.slice(0, LIMITS.sinkMails)) {
    if (!file.endsWith('.eml')) continue;
    const headers = mailHeaders(await readFile(join(folder, file)));
    const to = headers.get('to') ?? '';
    arrivals.push(arrivalOf(headers, /<([^<>]+)>$/.exec(to)?.[1] ?? to));
  }
  return arrivals;
}

/** The folder is made with the first mail. */
function none(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function arrivalOf(headers: ReadonlyMap<string, string>, to: string): Arrival {
  return {
    at: Date.parse(headers.get('date') ?? ''),
    to,
    template: headers.get('x-rekindle-template') ?? '',
    subject: decodedWords(headers.get('subject') ?? ''),
  };
}

const ENCODED_WORD = /=\?utf-8\?([qb])\?([^?]*)\?=/gi;

/** Text of a header with its encoded words read. Source: RFC 2047; blanks between two of them are no text (§6.2). */
export function decodedWords(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replaceAll(ENCODED_WORD, (_, code: string, word: string) =>
    code.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : fromQ(word),
  );
}

function fromQ(word: string): string {
  const bytes = word
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const SHOWN = 5;

/** Compares two lists as sets with repetition: order within a second does not count, everything else does. */
export function compareLists(simulated: readonly Arrival[], delivered: readonly Arrival[]): Comparison {
  const left = new Map<string, number>();
  for (const one of simulated) left.set(lineOf(one), (left.get(lineOf(one)) ?? 0) + 1);
  const onlyDelivered: string[] = [];
  for (const one of delivered) {
    const line = lineOf(one);
    const open = left.get(line) ?? 0;
    if (open === 0) onlyDelivered.push(line);
    else if (open === 1) left.delete(line);
    else left.set(line, open - 1);
  }
  const onlySimulated = [...left.keys()];
  return {
    simulated: simulated.length,
    delivered: delivered.length,
    equal: onlySimulated.length === 0 && onlyDelivered.length === 0,
    onlySimulated: onlySimulated.slice(0, SHOWN),
    onlyDelivered: onlyDelivered.slice(0, SHOWN),
  };
}

const SECOND_MS = 1_000;

function lineOf({ at, to, template, subject }: Arrival): string {
  const second = new Date(Math.floor(at / SECOND_MS) * SECOND_MS).toISOString();
  return `${second}  ${to}  ${template}  ${subject}`;
}
