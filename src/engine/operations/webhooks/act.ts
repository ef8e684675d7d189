/** Operations that change webhooks: add, change, rotate, test, retry, replay, remove. A secret is told once, when it is made. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import type { Webhook } from '../../../domain/webhook/webhook.ts';
import { placeNews, tellOnce } from '../../webhooks/deliver.ts';
import { trialPayload } from '../../webhooks/payload.ts';
import { newSecret, OVERLAP_MS, sealedSecret } from '../../webhooks/secret.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { kindWords, refuseBad, Shown, shown, webhookOf, webhookRef } from './shape.ts';

const WithSecret = Shown.extend({
  secret: z.string().nullable().describe('what tellings are signed with; null in an answer that is told again'),
});

/** `webhook add`. */
export const webhookAdd = operation({
  noun: 'webhook',
  verb: 'add',
  command: 'webhook add',
  summary: 'Have an address told of what happens, signed as Standard Webhooks say; its secret is shown once',
  kind: 'command',
  input: z.strictObject({
    name: z.string().trim().min(1).max(100),
    url: z.string().min(1).max(2_000).describe('an https address'),
    tell: kindWords.default(['*']),
    private: z.boolean().default(false).describe('it may lie in a private network, over plain http and on any port'),
  }),
  output: WithSecret,
  positional: ['name', 'url'],
  errors: ['bad-webhook', 'webhook-exists', 'too-many-webhooks'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  toldOnce: ['secret'],
  undo: 'webhook remove',
  examples: [
    {
      command: 'webhook add crm https://hooks.acme.com/rekindle --tell event.replied --tell "hand-off.*"',
      says: 'replies and hand-offs alone',
    },
  ],
  async run(context, { name, url, tell, private: isPrivate }) {
    const { engine, actor } = context;
    refuseBad(url, tell, isPrivate);
    const { id: workspaceId } = await workspaceOf(context);
    const others = await engine.store.webhooks.list(workspaceId, LIMITS.webhooks);
    if (others.length >= LIMITS.webhooks) throw new Refusal('too-many-webhooks', ...wordsOf('too-many-webhooks'));
    // Told is what happens from now on.
    await placeNews(engine);
    const key = { workspaceId, id: engine.ids.next('webhook') };
    const secret = newSecret();
    const webhook: Webhook = {
      ...{ ...key, name, url, kinds: tell, isPrivate, state: 'on', offReason: null },
      ...{ sealed: sealedSecret(engine, key, secret), formerSealed: null, formerUntil: null },
      ...{ position: await engine.store.feed.head(), restUntil: 0, fails: 0 },
      ...{ createdAt: engine.clock.now(), createdBy: actor },
    };
    await engine.store.webhooks.add(webhook);
    return { ...(await shown(engine, webhook)), secret };
  },
  print: ({ name, url, secret }) =>
    `${name} tells ${url}\n\n  ${secret}\n\n  This is what tellings are signed with. It is not shown again.\n`,
});

/** `webhook change`. */
export const webhookChange = operation({
  noun: 'webhook',
  verb: 'change',
  command: 'webhook change',
  summary: 'Change where a webhook leads or what it is told of, or switch it on or off; what is left out stays',
  kind: 'command',
  input: z.strictObject({
    webhook: webhookRef,
    url: z.string().min(1).max(2_000).optional().describe('an https address'),
    tell: kindWords.optional(),
    private: z.boolean().optional().describe('it may lie in a private network, over plain http and on any port'),
    on: z.boolean().optional().describe('on: it goes on where it was; off: nothing is sent'),
  }),
  output: Shown,
  positional: ['webhook'],
  errors: ['no-such-webhook', 'bad-webhook'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'webhook change crm --on', says: 'tells what was left while it was off' }],
  async run(context, { webhook: ref, url, tell, private: isPrivate, on }) {
    const before = await webhookOf(context, ref);
    const wanted = { url: url ?? before.url, kinds: tell ?? before.kinds, isPrivate: isPrivate ?? before.isPrivate };
    refuseBad(wanted.url, wanted.kinds, wanted.isPrivate);
    const switched =
      on === undefined ? {} : ({ state: on ? 'on' : 'off', offReason: null, restUntil: 0, fails: 0 } as const);
    return shown(context.engine, await changed(context, before, (webhook) => ({ ...webhook, ...wanted, ...switched })));
  },
});

/** `webhook rotate`. */
export const webhookRotate = operation({
  noun: 'webhook',
  verb: 'rotate',
  command: 'webhook rotate',
  summary: 'Give a webhook a new secret, shown once; for a day tellings are signed with both',
  kind: 'command',
  input: z.strictObject({ webhook: webhookRef }),
  output: WithSecret,
  positional: ['webhook'],
  errors: ['no-such-webhook'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: false,
  toldOnce: ['secret'],
  examples: [{ command: 'webhook rotate crm', says: 'whoever checks has a day to take the new one' }],
  async run(context, { webhook: ref }) {
    const { engine } = context;
    const secret = newSecret();
    const before = await webhookOf(context, ref);
    const after = await changed(context, before, (webhook) => ({
      ...webhook,
      sealed: sealedSecret(engine, webhook, secret),
      formerSealed: webhook.sealed,
      formerUntil: engine.clock.now() + OVERLAP_MS,
    }));
    return { ...(await shown(engine, after)), secret };
  },
  print: ({ secret, formerSecretUntil }) =>
    `${secret}\n\n  It is not shown again. The one before is good until ${formerSecretUntil}.\n`,
});

/** `webhook test`. */
export const webhookTest = operation({
  noun: 'webhook',
  verb: 'test',
  command: 'webhook test',
  summary: 'Send a webhook a telling of kind webhook.test now, and say what it answered',
  kind: 'command',
  input: z.strictObject({ webhook: webhookRef }),
  output: z.object({ arrived: z.boolean(), status: z.int().nullable(), detail: z.string() }),
  positional: ['webhook'],
  errors: ['no-such-webhook', 'webhooks-not-sent-here'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  examples: [{ command: 'webhook test crm', says: 'in a dry workspace as well' }],
  async run(context, { webhook: ref }) {
    const { engine, workspaceId } = context;
    const webhook = await webhookOf(context, ref);
    const speech = await engine.parts.speech?.();
    if (!speech) throw new Refusal('webhooks-not-sent-here', ...wordsOf('webhooks-not-sent-here'));
    const body = JSON.stringify(trialPayload(workspaceId, engine.clock.now()));
    const { answer, detail } = await tellOnce(engine, speech, webhook, { id: engine.ids.next('test'), body });
    const status = answer.kind === 'answered' ? answer.status : null;
    return { arrived: status !== null && status >= 200 && status < 300, status, detail };
  },
  failed: ({ arrived }) => !arrived,
});

/** `webhook retry`. */
export const webhookRetry = operation({
  noun: 'webhook',
  verb: 'retry',
  command: 'webhook retry',
  summary: 'Send again what was given up, or one telling whatever became of it; it keeps its id',
  kind: 'command',
  input: z.strictObject({
    webhook: webhookRef,
    send: z.string().optional().describe('id of one telling; all that failed where it is left out'),
  }),
  output: z.object({ queued: z.int() }),
  positional: ['webhook', 'send'],
  errors: ['no-such-webhook', 'no-such-telling'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'webhook retry crm', says: 'all that failed, up to 500 at a time' }],
  async run(context, { webhook: ref, send }) {
    const { engine } = context;
    const { workspaceId, id: webhookId } = await webhookOf(context, ref);
    const { webhooks } = engine.store;
    const now = engine.clock.now();
    if (send === undefined) {
      const of = { workspaceId, webhookId, state: 'failed' } as const;
      const failed = await webhooks.sends({ ...of, limit: LIMITS.webhookSends });
      return {
        queued: await webhooks.retry(
          of,
          failed.map(({ id }) => id),
          now,
        ),
      };
    }
    const one = await webhooks.send(workspaceId, webhookId, send);
    if (!one) throw new Refusal('no-such-telling', ...wordsOf('no-such-telling'));
    return { queued: await webhooks.retry({ workspaceId, webhookId, state: one.state }, [send], now) };
  },
});

/** `webhook replay`. */
export const webhookReplay = operation({
  noun: 'webhook',
  verb: 'replay',
  command: 'webhook replay',
  summary: 'Tell a webhook again what happened since a time; what it was told of before keeps its id',
  kind: 'command',
  input: z.strictObject({
    webhook: webhookRef,
    since: z.iso.datetime({ offset: true }).describe('2026-11-27T09:00:00Z'),
  }),
  output: Shown,
  positional: ['webhook'],
  errors: ['no-such-webhook'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  examples: [
    {
      command: 'webhook replay crm --since 2026-11-27T09:00:00Z',
      says: 'for a receiver that lost what it had; the feed goes back thirty days',
    },
  ],
  async run(context, { webhook: ref, since }) {
    const { engine } = context;
    const before = await webhookOf(context, ref);
    const { workspaceId } = before;
    const position = await engine.store.feed.before(workspaceId, Date.parse(since));
    await engine.store.webhooks.forgetSince(workspaceId, before.id, Date.parse(since));
    const back = (webhook: Webhook) => ({ ...webhook, position: Math.min(position, webhook.position) });
    return shown(engine, await changed(context, before, back));
  },
});

/** `webhook remove`. */
export const webhookRemove = operation({
  noun: 'webhook',
  verb: 'remove',
  command: 'webhook remove',
  summary: 'Remove a webhook, its secret, and what was on its way to it',
  kind: 'command',
  input: z.strictObject({ webhook: webhookRef }),
  output: z.object({ removed: z.string() }),
  positional: ['webhook'],
  errors: ['no-such-webhook'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  examples: [{ command: 'webhook remove crm', says: 'nothing more is sent there' }],
  async run(context, { webhook: ref }) {
    const { workspaceId, id, name } = await webhookOf(context, ref);
    await context.engine.store.webhooks.remove(workspaceId, id);
    return { removed: name };
  },
});

async function changed(
  { engine }: OperationContext,
  { workspaceId, id }: Webhook,
  decide: (webhook: Webhook) => Webhook,
): Promise<Webhook> {
  const after = await engine.store.webhooks.change(workspaceId, id, decide);
  if (!after) throw new Refusal('no-such-webhook', ...wordsOf('no-such-webhook'));
  return after;
}

function wordsOf(code: string): [string, string] {
  const { says, remedy } = reasonText(code);
  return [says, remedy];
}
