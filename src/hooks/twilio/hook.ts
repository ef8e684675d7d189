/**
 * Calls by Twilio: status callbacks, texts that people send, ends of calls. Proves and reads; the words of its states are
 * `states.ts`.
 */
import { createHash } from 'node:crypto';
import type { HookAdapter, HookRequest, HookVerdict } from '../../engine/hook-port.ts';
import { anySame, GENUINE, hmac, refused } from '../proof.ts';
import { jsonOf, type Shape, shapeOf } from '../shape.ts';
import { readCallback } from './states.ts';

/** How Twilio’s calls are proven and read. Secrets: the account's AuthTokens; API keys sign nothing. */
export const twilioHook: HookAdapter = {
  provider: 'twilio',
  verify,
  read(request) {
    const fields = fieldsOf(request);
    return fields === null ? null : readCallback(fields, queryOf(request.url));
  },
};

/**
 * The signature is over the address, with what a form holds; a body of another kind is bound by its hash in the query.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
function verify(request: HookRequest, tokens: readonly string[]): HookVerdict {
  const signature = request.headers['x-twilio-signature'];
  if (tokens.length === 0) return refused('hook-no-secret');
  if (!signature) return refused('hook-unsigned');
  const bodyHash = queryOf(request.url).get('bodySHA256');
  if (bodyHash !== null && !anySame([bodyHash.toLowerCase()], [sha256(request.body)]))
    return refused('hook-bad-signature');
  const signed = bodyHash === null ? formText(request.body) : '';
  const expected = tokens.flatMap((token) =>
    spellingsOf(request.url).map((url) => hmac('sha1', token, 'base64', url, signed)),
  );
  return anySame([signature], expected) ? GENUINE : refused('hook-bad-signature');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Fields sorted by name, each with its values, nothing in between; a field that comes twice with the same value counts once. */
function formText(body: Uint8Array): string {
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const names = [...new Set(form.keys())].sort();
  return names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

const PORTS: Readonly<Record<string, string>> = { 'https:': ':443', 'http:': ':80' };

/** Some of its systems sign the address with its port, others without it. */
function spellingsOf(url: string): readonly string[] {
  const [, scheme = '', host = '', rest = ''] = /^(https?:)\/\/([^/:?]+)(?::\d+)?(.*)$/s.exec(url) ?? [];
  return host === ''
    ? [url]
    : [...new Set([url, `${scheme}//${host}${rest}`, `${scheme}//${host}${PORTS[scheme]}${rest}`])];
}

function queryOf(url: string): URLSearchParams {
  const from = url.indexOf('?');
  return new URLSearchParams(from < 0 ? '' : url.slice(from + 1));
}

function fieldsOf({ headers, body }: HookRequest): Shape | null {
  if (headers['content-type']?.includes('json')) {
    const json = jsonOf(body);
    return json === undefined ? null : shapeOf(json);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')));
}
