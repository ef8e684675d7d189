/** Operations on the review list: leads on whom the rules ask a person, and the answers. */
import { z } from 'zod';
import type { Member } from '../../domain/campaign/campaign.ts';
import { assessAll } from '../assess/assess.ts';
import { campaignOf, campaignOfLead, campaignOfLeadRef, campaignRef, leadIdOf } from './find.ts';
import { operation, Refusal } from './operation.ts';

/** `review list`: who waits for a person. */
export const reviewList = operation({
  noun: 'review',
  verb: 'list',
  command: 'review list',
  summary: 'Leads that a person must say yes or no to, best score first',
  kind: 'query',
  input: z.strictObject({ campaign: campaignRef, limit: z.int().min(1).max(1000).default(50).describe('how many') }),
  output: z.object({ review: z.array(z.record(z.string(), z.unknown())) }),
  positional: [],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'review list', says: 'with the reason of each' }],
  async run(context, input) {
    const found = await campaignOf(context, input.campaign);
    const members = await context.engine.store.campaigns.inReview(context.workspaceId, found.id, input.limit);
    return {
      review: members.map(({ leadId, tier, scoreMillionths, coverageMillionths, reasonCode }) => {
        return { leadId, tier, score: scoreMillionths / 1e6, coverage: coverageMillionths / 1e6, reason: reasonCode };
      }),
    };
  },
});

function answering(verb: 'approve' | 'reject' | 'back', answer: Member['review'], summary: string) {
  return operation({
    noun: 'review',
    verb,
    command: `review ${verb}`,
    summary,
    kind: 'command',
    input: z.strictObject({
      lead: z.string().min(1, 'name a lead').describe('id, e-mail address or phone number'),
      campaign: campaignOfLeadRef,
    }),
    output: z.object({ leadId: z.string(), campaign: z.string(), review: z.string().nullable(), stage: z.string() }),
    positional: ['lead'],
    errors: ['no-such-lead', 'no-campaign', 'which-campaign', 'not-a-member'],
    role: 'operator',
    scope: 'workspace',
    effect: 'write',
    idempotent: true,
    ...(verb === 'back' ? {} : { undo: 'review back LEAD' }),
    examples: [{ command: `review ${verb} jane@acme.com`, says: summary.toLowerCase() }],
    async run(context, input) {
      const { engine, workspaceId, actor } = context;
      const leadId = await leadIdOf(engine, workspaceId, input.lead);
      const found = await campaignOfLead(context, leadId, input.campaign, 'review');
      const key = { workspaceId, campaignId: found.id, leadId };
      if (!(await engine.store.campaigns.answerReview(key, answer, actor, engine.clock.now()))) {
        const remedy = `run rekindle assess --campaign "${found.name}" first`;
        throw new Refusal('not-a-member', `this lead is not in campaign “${found.name}”`, remedy);
      }
      await assessAll(engine, found, {});
      const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
      const mine = story?.memberships.find(({ campaign }) => campaign.id === found.id);
      return { leadId, campaign: found.name, review: answer, stage: mine?.member.stage ?? 'left' };
    },
  });
}

/** `review approve`. */
export const reviewApprove = answering('approve', 'approved', 'Let a lead through that the rules held back');
/** `review reject`. */
export const reviewReject = answering('reject', 'rejected', 'Keep a lead out');
/** `review back`: the answer is taken back. */
export const reviewBack = answering('back', null, 'Take an answer back; the rules decide again');
