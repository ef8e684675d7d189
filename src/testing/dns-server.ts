/**
 * A DNS server for tests: real UDP on loopback, answers from a script. It speaks just enough of RFC 1035 for the questions that
 * verification and the look at senders ask (MX, A, AAAA, TXT, PTR), and can also refuse, delay, or stay silent.
 */
import { createSocket, type Socket } from 'node:dgram';

/** What the server does with a question. `silence` = it never answers. Delay in milliseconds. */
export type DnsReply = (
  | { readonly kind: 'mx'; readonly records: readonly { readonly exchange: string; readonly priority: number }[] }
  | { readonly kind: 'a'; readonly addresses: readonly string[] }
  | { readonly kind: 'txt'; readonly texts: readonly string[] }
  | { readonly kind: 'ptr'; readonly hosts: readonly string[] }
  | { readonly kind: 'no-data' }
  | { readonly kind: 'no-name' }
  | { readonly kind: 'failure' }
  | { readonly kind: 'silence' }
) & { readonly delayMs?: number };

/** A question as it arrived: name in lower case without the closing dot, and type. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: 'MX' | 'A' | 'AAAA' | 'TXT' | 'PTR' | 'other';
}

/** A running server. */
export interface DnsServer {
  /** `127.0.0.1:port`, as `dnsResolver` takes it. */
  readonly address: string;
  /** Every question so far, in order of arrival, repetitions included. */
  readonly questions: readonly DnsQuestion[];
  close(): Promise<void>;
}

const TYPE_NAMES: Readonly<Record<number, DnsQuestion['type']>> = {
  1: 'A',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
};
const TYPE_A = 1;
const TYPE_PTR = 12;
const TYPE_MX = 15;
const TYPE_TXT = 16;
/** A text longer than this stands in several parts. Source: RFC 1035 §3.3. */
const TEXT_PART_BYTES = 255;
const HEADER_BYTES = 12;
/** QR + recursion available; the response code goes into the lowest bits. */
const RESPONSE_FLAGS = 0x8180;
const RCODE = { ok: 0, 'server-failure': 2, 'no-name': 3 };
const TTL_SECONDS = 60;
/** A compressed name that points at the question, which always starts at byte 12. */
const POINTER_TO_QUESTION = Buffer.from([0xc0, HEADER_BYTES]);

/** Starts a server on a free port of loopback. `script` decides each reply. */
export async function startDnsServer(script: (question: DnsQuestion) => DnsReply): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: DnsQuestion[] = [];
  const timers = new Set<NodeJS.Timeout>();
  socket.on('message', (query, peer) => {
    const question = readQuestion(query);
    questions.push(question);
    const reply = script(question);
    if (reply.kind === 'silence') return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      socket.send(encodeReply(query, reply), peer.port, peer.address);
    }, reply.delayMs ?? 0);
    timers.add(timer);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${socket.address().port}`;
  return { address, questions, close: () => stop(socket, timers) };
}

function stop(socket: Socket, timers: ReadonlySet<NodeJS.Timeout>): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  return new Promise((resolve) => socket.close(() => resolve()));
}

function readQuestion(query: Buffer): DnsQuestion {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: TYPE_NAMES[query.readUInt16BE(at + 1)] ?? 'other' };
}

/** The question's bytes: name, type and class. */
function questionBytes(query: Buffer): Buffer {
  const end = query.indexOf(0, HEADER_BYTES);
  return query.subarray(HEADER_BYTES, end + 1 + 4);
}

function encodeReply(query: Buffer, reply: DnsReply): Buffer {
  const answers = answerBytes(reply);
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  const rcode =
    reply.kind === 'no-name' ? RCODE['no-name'] : reply.kind === 'failure' ? RCODE['server-failure'] : RCODE.ok;
  header.writeUInt16BE(RESPONSE_FLAGS | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, questionBytes(query), ...answers]);
}

function answerBytes(reply: DnsReply): Buffer[] {
  if (reply.kind === 'mx') {
    return reply.records.map(({ exchange, priority }) => {
      const preference = Buffer.alloc(2);
      preference.writeUInt16BE(priority);
      return answer(TYPE_MX, Buffer.concat([preference, encodeName(exchange)]));
    });
  }
  if (reply.kind === 'txt') return reply.texts.map((text) => answer(TYPE_TXT, encodeText(text)));
  if (reply.kind === 'ptr') return reply.hosts.map((host) => answer(TYPE_PTR, encodeName(host)));
  if (reply.kind !== 'a') return [];
  return reply.addresses.map((address) => answer(TYPE_A, Buffer.from(address.split('.').map(Number))));
}

function answer(type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(TTL_SECONDS, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([POINTER_TO_QUESTION, fixed, data]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += TEXT_PART_BYTES) {
    const part = bytes.subarray(at, at + TEXT_PART_BYTES);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
