/** Operations after a STOP by text or phone: who waits for a person's word on the other ways, and that word. */
import { z } from 'zod';
import { mailboxOf, type SuppressionKey } from '../../../domain/consent/suppression.ts';
import { allowRest, refuseRest } from '../../steer/passages.ts';
import type { LeadSuppression } from '../../store-port.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { type OperationContext, operation } from '../operation.ts';
import { ActedShown, actedShown, why } from './enrollments.ts';

/** `suppress review`: the list. */
export const suppressReview = operation({
  noun: 'suppression',
  verb: 'review',
  command: 'suppress review',
  summary: 'Leads that said STOP by text or phone: texts and calls have ended, the rest waits for a person’s word',
  kind: 'query',
  input: z.strictObject({
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().nullable().default(null).describe('id of the last one of the page before'),
  }),
  output: z.object({
    review: z.array(
      z.object({
        leadId: z.string(),
        name: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        since: z.string(),
        told: z.string(),
        why: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'suppress review', says: 'then: rekindle suppress decide' }],
  async run({ engine, workspaceId }, { limit, after }) {
    const found = await engine.store.leads.pauses(workspaceId, 'opt-out', { after: after ?? '', limit });
    const review = found.map(({ recipient: { leadId, name, email, phone }, pause }) => {
      const since = new Date(pause.at).toISOString();
      return { leadId, name, email, phone, since, told: pause.by, why: pause.why };
    });
    return { review, next: found.length === limit ? (found.at(-1)?.recipient.leadId ?? null) : null };
  },
});

/** `suppress decide`: the word. */
export const suppressDecide = operation({
  noun: 'suppression',
  verb: 'decide',
  command: 'suppress decide',
  summary: 'After a STOP by text or phone: may anything go by another way, or does it end everything',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    rest: z
      .enum(['allow', 'refuse'])
      .describe('allow: e-mail may go on, as far as the law lets it; refuse: nothing by any way'),
    why,
  }),
  output: z.object({ ...ActedShown, rest: z.enum(['allow', 'refuse']) }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'nothing-to-decide'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  examples: [
    { command: 'suppress decide jane@acme.com --rest refuse', says: 'from the commit on nothing leaves to her' },
    {
      command: 'suppress decide jane@acme.com --rest allow --why "asked for mail"',
      says: 'texts and calls stay refused',
    },
  ],
  async run(context, input) {
    const { engine, workspaceId, actor } = context;
    const leadId = await leadIdOf(engine, workspaceId, input.lead);
    const act = { workspaceId, leadId, campaignId: null, enrollmentId: null, by: actor, why: input.why };
    // Refused first: between the two nothing may leave.
    if (input.rest === 'refuse') await engine.store.leads.suppress(workspaceId, await everything(context, leadId));
    const acted = await (input.rest === 'refuse' ? refuseRest : allowRest)(engine, act);
    return { ...actedShown(act, acted), rest: input.rest };
  },
});

/** Every way to this lead, as a refusal. */
async function everything({ engine, workspaceId }: OperationContext, leadId: string): Promise<LeadSuppression[]> {
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  if (story?.pause?.kind !== 'opt-out') return [];
  const { email, phone } = story.lead.values;
  const about: SuppressionKey[] = [
    { kind: 'lead', value: leadId },
    ...(email === null ? [] : [{ kind: 'address', value: mailboxOf(email) } as const]),
    ...(phone === null ? [] : [{ kind: 'phone', value: phone } as const]),
  ];
  const said = { channel: 'all', reason: 'opted-out', origin: 'review', at: engine.clock.now() } as const;
  return about.map((key) => ({
    leadId,
    suppression: { ...key, ...said, keyHash: engine.keyring.hash(key.kind, key.value) },
  }));
}
