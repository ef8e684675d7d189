/** Calls as providers make them, with proofs under throw-away secrets; tests hand them to a desk or over HTTP. */
import { createHmac } from 'node:crypto';
import type { HookCall, HookConnection } from '../../src/engine/hook-port.ts';
import { HOOKS } from '../../src/hooks/hooks.ts';

const TWILIO_TOKEN = 'twilio-token-of-tests';
const POSTMARK_LOGIN = 'hooks:of-tests-alone';
const HIGHLEVEL_SECRET = 'highlevel-secret-of-tests';
const RETELL_KEY = 'retell-key-of-tests';

/** Where the world calls us in these tests. */
export const PUBLIC_URL = 'https://lead.example.com';

/** The connections that these calls are for, in the workspace `main`. */
export const CONNECTIONS: readonly HookConnection[] = (
  [
    ['twilio', TWILIO_TOKEN],
    ['postmark', POSTMARK_LOGIN],
    ['highlevel', HIGHLEVEL_SECRET],
    ['retell', RETELL_KEY],
  ] as const
).map(([provider, secret]) => ({ adapter: HOOKS[provider], name: 'one', workspaceId: 'main', secrets: [secret] }));

function callOf(provider: string, body: string, headers: Readonly<Record<string, string>>, query = ''): HookCall {
  const path = `/hooks/${provider}/one${query}`;
  return { provider, connection: 'one', method: 'POST', path, headers, body: Buffer.from(body) };
}

/** A form of Twilio's; `message` = our id that comes back in the query. */
export function twilio(fields: Readonly<Record<string, string>>, message?: string): HookCall {
  const query = message === undefined ? '' : `?rekindle_message=${message}`;
  const names = Object.keys(fields).sort();
  const signed = `${PUBLIC_URL}/hooks/twilio/one${query}${names.map((name) => name + fields[name]).join('')}`;
  const signature = createHmac('sha1', TWILIO_TOKEN).update(signed).digest('base64');
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  return callOf('twilio', new URLSearchParams(fields).toString(), headers, query);
}

/** A record of Postmark's. */
export function postmark(record: Readonly<Record<string, unknown>>): HookCall {
  const authorization = `Basic ${Buffer.from(POSTMARK_LOGIN).toString('base64')}`;
  return callOf('postmark', JSON.stringify(record), { authorization, 'content-type': 'application/json' });
}

/** What a workflow of HighLevel's sends. */
export function highlevel(body: Readonly<Record<string, unknown>>): HookCall {
  return callOf('highlevel', JSON.stringify(body), { 'x-rekindle-secret': HIGHLEVEL_SECRET });
}

/** What Retell says of a call, at a time. */
export function retell(event: string, call: Readonly<Record<string, unknown>>, now: number): HookCall {
  const body = JSON.stringify({ event, call });
  const digest = createHmac('sha256', RETELL_KEY).update(`${body}${now}`).digest('hex');
  return callOf('retell', body, { 'x-retell-signature': `v=${now},d=${digest}` });
}
