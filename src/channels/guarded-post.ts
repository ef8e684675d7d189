/**
 * One POST to an address that somebody typed in, which must not become a way into the network that we stand in: the address is
 * judged as it is connected to, not as it is written, so that no name can be turned round in between. No redirects, no cookies,
 * bounded in time and in what is read. Decides nothing about what an answer means.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { AlertResult } from '../engine/ports.ts';

/** What is sent, and where. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Lets it reach this machine and private networks, over plain HTTP and on any port: for receivers of one's own. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  /** Finds addresses; the system's where absent. */
  readonly lookup?: (name: string) => Promise<readonly string[]>;
}

/** What came of it. `not-sent`: nothing reached the other side; `no-answer`: it may have. */
export type PostAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | null; readonly text: string }
  | { readonly kind: 'forbidden' | 'not-sent' | 'no-answer'; readonly detail: string };

/**
 * Networks that are not the public internet.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 6890.
 */
// A list of its own for each version: one list takes an address of version 4 for its form within version 6.
const PRIVATE_4 = new BlockList();
const PRIVATE_6 = new BlockList();
for (const net of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [address, bits] = net.split('/') as [string, string];
  PRIVATE_4.addSubnet(address, Number(bits), 'ipv4');
}
// Addresses that carry one of version 4 inside are refused whole: what is inside may be anything.
for (const net of [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]) {
  const [address, bits] = net.split('/') as [string, string];
  PRIVATE_6.addSubnet(address, Number(bits), 'ipv6');
}

/** Whether an IP address is of this machine, a private or a special network. What is no address is. */
export function isPrivate(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return PRIVATE_4.check(address, 'ipv4');
  return version === 0 || PRIVATE_6.check(address, 'ipv6');
}

const PORTS = new Set(['', '443', '8443']);
const ANSWER_CHARACTERS = 500;
const LONGEST_WAIT_MS = 86_400_000;

/** Sends it. Never rejects for what the other side does. */
export async function guardedPost(post: Post): Promise<PostAnswer> {
  const url = URL.parse(post.url);
  const detail = url ? objectionTo(url, post.allowPrivate) : 'this is no address';
  if (!url || detail !== null) return { kind: 'forbidden', detail: detail ?? '' };
  return new Promise((resolve) => exchange(url, post, resolve));
}

function objectionTo({ protocol, port, hostname, username, password }: URL, allowPrivate: boolean): string | null {
  if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:')) return 'only https is allowed';
  if (username !== '' || password !== '') return 'an address with a password in it is not allowed';
  if (allowPrivate) return null;
  if (!PORTS.has(port)) return 'only the ports 443 and 8443 are allowed';
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && isPrivate(host) ? 'addresses of private networks are not allowed' : null;
}

class ForbiddenAddress extends Error {}

/** Finds the addresses of a name, of which only public ones are connected to. */
function publicLookup({ allowPrivate, lookup = lookedUp }: Post): LookupFunction {
  return (name, options, done) => {
    lookup(name).then(
      (addresses) => {
        const open: LookupAddress[] = addresses
          .filter((address) => isIP(address) !== 0 && (allowPrivate || !isPrivate(address)))
          .map((address) => ({ address, family: isIP(address) }));
        const [first] = open;
        if (!first) done(new ForbiddenAddress('the name leads into a private network'), [], 0);
        else if (options.all) done(null, open);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, [], 0),
    );
  };
}

function lookedUp(name: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(found.map(({ address }) => address));
    });
  });
}

function exchange(url: URL, post: Post, settle: (answer: PostAnswer) => void): void {
  const { headers, body, timeoutMs } = post;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' },
    lookup: publicLookup(post),
    // Kept out of the pool: a connection that somebody else opened was judged by other rules.
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
  });
  let open = false;
  request.once('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      open = true;
    });
  });
  request.once('response', (response) => answered(response, settle));
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (error instanceof ForbiddenAddress) settle({ kind: 'forbidden', detail: error.message });
    else settle({ kind: open ? 'no-answer' : 'not-sent', detail: error.code ?? error.name });
  });
  request.end(body);
}

/** The answer is the status; of its text only as much is read as helps a person. */
function answered(response: IncomingMessage, settle: (answer: PostAnswer) => void): void {
  const { statusCode: status = 0, headers } = response;
  let text = '';
  const end = () => settle({ kind: 'answered', status, retryAfterMs: retryAfterMs(headers['retry-after']), text });
  response.setEncoding('utf8');
  response.on('data', (part: string) => {
    text = (text + part).slice(0, ANSWER_CHARACTERS);
    if (text.length === ANSWER_CHARACTERS) response.destroy();
  });
  response.once('error', end);
  response.once('close', end);
}

/** Seconds only: a date would need a clock that both sides share. */
function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Math.min(Number(header) * 1_000, LONGEST_WAIT_MS) : null;
}

/** Statuses after which the same again may be taken. Source: RFC 9110 §15.5.9, RFC 8470, RFC 6585 §4. */
const TRY_AGAIN = new Set([408, 425, 429]);

/** What an answer means for an alert. `repeatable`: the other side knows it by its id, so doubt is settled by sending it again. */
export function alertResultOf(answer: PostAnswer, repeatable: boolean): AlertResult {
  if (answer.kind !== 'answered') return undelivered(answer, repeatable);
  const { status, retryAfterMs: afterMs, text } = answer;
  const detail = text === '' ? String(status) : `${status} ${text}`;
  if (status >= 200 && status < 300) return { kind: 'sent', detail: String(status) };
  return status >= 500 || TRY_AGAIN.has(status) ? { kind: 'retry', afterMs, detail } : { kind: 'refused', detail };
}

function undelivered({ kind, detail }: Exclude<PostAnswer, { kind: 'answered' }>, repeatable: boolean): AlertResult {
  if (kind === 'forbidden') return { kind: 'refused', detail };
  return kind === 'not-sent' || repeatable ? { kind: 'retry', afterMs: null, detail } : { kind: 'unconfirmed', detail };
}
