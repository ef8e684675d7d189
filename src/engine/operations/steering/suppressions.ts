/**
 * Operations on what people refused: who waits for a person's word after a STOP by text or phone, that word, and lifting a refusal by
 * proof of consent.
 */
import { z } from 'zod';
import { mailboxOf, type SuppressionKey } from '../../../domain/consent/suppression.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { spoken } from '../../explain.ts';
import { liftRefusals } from '../../react/lift.ts';
import { allowRest, refuseRest } from '../../steer/passages.ts';
import type { LeadSuppression, Suppression } from '../../store-port.ts';
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

const Refused = z.object({ kind: z.string(), value: z.string().nullable(), channel: z.string(), because: z.string() });

/** `suppress lift`: the person said yes again. */
export const suppressLift = operation({
  noun: 'suppression',
  verb: 'lift',
  command: 'suppress lift',
  summary: 'The person said yes again: write the proof down, and lift what they refused before it',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    way: z.enum(['email', 'phone']).describe('to what they said yes: e-mail, or texts and calls'),
    proof: z
      .string()
      .min(LIMITS.proofCharacters, 'write down their words, and where they said them')
      .max(20_000)
      .describe('their words, and where they are on record'),
    saidAt: z.iso.datetime({ offset: true }).describe('when they said it, 2026-03-01T09:00:00Z'),
  }),
  output: z.object({
    leadId: z.string(),
    lifted: z.array(Refused),
    stays: z.array(Refused.extend({ says: z.string(), remedy: z.string() })),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'said-in-future'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  undo: 'suppress add',
  examples: [
    {
      command:
        'suppress lift jane@acme.com --way email --said-at 2026-03-01T09:00:00Z --proof "Form on acme.com/news: send me the letter"',
      says: 'also shows what stands all the same, and why',
    },
  ],
  async run({ engine, workspaceId }, { lead, way, proof, saidAt }) {
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const { gone, stays } = await liftRefusals(engine, { workspaceId, leadId, way, proof, at: Date.parse(saidAt) });
    return {
      leadId,
      lifted: gone.map(refusedShown),
      stays: stays.map(({ refusal, reason }) => {
        const { says, remedy } = spoken(reason);
        return { ...refusedShown(refusal), says, remedy };
      }),
    };
  },
  failed: ({ lifted, stays }) => lifted.length === 0 && stays.length > 0,
});

function refusedShown({ kind, value, channel, reason }: Suppression): z.output<typeof Refused> {
  return { kind, value, channel, because: reason };
}

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
