/** What operations on webhooks share: how one is shown, found, and what may be said of it. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { choosesKinds } from '../../../domain/webhook/kinds.ts';
import type { Webhook } from '../../../domain/webhook/webhook.ts';
import type { Engine } from '../../engine.ts';
import { type OperationContext, Refusal } from '../operation.ts';

/** A webhook as it is shown: never its secret. */
export const Shown = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()),
  private: z.boolean().describe('it may lie in a private network'),
  state: z.enum(['on', 'off']),
  reason: z.string().nullable().describe('why it is off; null = it is on, or a person put it off'),
  fails: z.int().describe('failures in a row'),
  restsUntil: z.string().nullable(),
  queued: z.int().describe('tellings that wait'),
  sent: z.int().describe('of the last days'),
  failed: z.int().describe('given up; they can be tried again'),
  formerSecretUntil: z.string().nullable().describe('until when the secret before is signed with as well'),
  createdAt: z.string(),
  createdBy: z.string(),
});

/** How a webhook is named in an input. */
export const webhookRef = z.string().min(1).describe('its name or id');

/** What it may be told of, in an input. */
export const kindWords = z
  .array(z.string())
  .max(LIMITS.webhooks)
  .describe('what it is told of: event.replied, message.*, *; may be repeated');

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Shows one, with its counts. */
export async function shown({ store, clock }: Engine, webhook: Webhook): Promise<z.output<typeof Shown>> {
  const { workspaceId, id, name, url, kinds, isPrivate, state, offReason, fails, restUntil } = webhook;
  const { createdAt, createdBy, formerUntil } = webhook;
  const now = clock.now();
  return {
    ...{ id, name, url, kinds: [...kinds], private: isPrivate, state, reason: offReason, fails },
    ...{ restsUntil: restUntil > now ? iso(restUntil) : null, ...(await store.webhooks.counts(workspaceId, id)) },
    formerSecretUntil: formerUntil !== null && formerUntil > now ? iso(formerUntil) : null,
    ...{ createdAt: new Date(createdAt).toISOString(), createdBy },
  };
}

/** The webhook that is named. */
export async function webhookOf({ engine, workspaceId }: OperationContext, ref: string): Promise<Webhook> {
  const found = await engine.store.webhooks.get(workspaceId, ref);
  if (found) return found;
  throw new Refusal('no-such-webhook', `there is no webhook “${ref}”`, reasonText('no-such-webhook').remedy);
}

/** Refuses an address or words that cannot be used. What an address leads to is judged when it is connected to. */
export function refuseBad(url: string, kinds: readonly string[], isPrivate: boolean): void {
  const parsed = URL.parse(url);
  const wrong = [
    ...(parsed && (parsed.protocol === 'https:' || (isPrivate && parsed.protocol === 'http:'))
      ? []
      : [`${url} is no ${isPrivate ? 'http or https' : 'https'} address`]),
    ...(parsed && (parsed.username !== '' || parsed.password !== '') ? ['an address holds no password'] : []),
    ...(kinds.length === 0 ? ['say what it is told of'] : []),
    ...kinds.filter((word) => !choosesKinds(word)).map((word) => `“${word}” chooses nothing`),
  ];
  if (wrong.length > 0) throw new Refusal('bad-webhook', wrong.join('; '), reasonText('bad-webhook').remedy);
}
