/** Operation on enrollments: letting one go on that an event holds. */
import { z } from 'zod';
import { resumeEnrollments } from '../../react/resume.ts';
import { campaignOf, leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

/** `enrollment resume`: a held sequence goes on. */
export const enrollmentResume = operation({
  noun: 'enrollment',
  verb: 'resume',
  command: 'enrollment resume',
  summary: 'Let a sequence go on that holds after a touch, a reply or a hand-off',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    campaign: z.string().optional().describe('only in this campaign'),
  }),
  output: z.object({ leadId: z.string(), resumed: z.number() }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-such-campaign', 'not-held'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'enrollment resume jane@acme.com', says: 'her next step is due at once' }],
  async run(context, { lead, campaign }) {
    const { engine, workspaceId } = context;
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const resumed = await resumeEnrollments(engine, { workspaceId, leadId, campaignId });
    if (resumed > 0) return { leadId, resumed };
    throw new Refusal(
      'not-held',
      'no event holds a sequence of this lead',
      'rekindle lead show says what it waits for',
    );
  },
});
