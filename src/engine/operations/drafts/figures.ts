/** What became of each template of a campaign, the figures that stand at the steps of a sequence; and what came of it as a whole. */
import { z } from 'zod';
import type { TemplateCounts } from '../../store-port.ts';
import { timeOf } from '../classes/shape.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { operation } from '../operation.ts';

/** `campaign figures`. */
export const campaignFigures = operation({
  noun: 'campaign',
  verb: 'figures',
  command: 'campaign figures',
  summary: 'What became of the messages of a campaign, by template: queued, sent, delivered, replied, failed, skipped',
  kind: 'query',
  input: z.strictObject({ campaign: campaignRef }),
  output: z.object({
    templates: z.array(
      z.object({
        template: z.string(),
        attempted: z.number().describe('messages made for it'),
        queued: z.number().describe('not away yet, or held'),
        sent: z.number().describe('left, whatever became of them'),
        delivered: z.number().describe('the other side said so'),
        replied: z.number().describe('people whose reply names such a message'),
        error: z.number().describe('failed, bounced, or unconfirmed'),
        skipped: z.number().describe('refused by a rule, with its reason'),
      }),
    ),
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'campaign figures spring', says: 'of a template with several steps, all of them together' }],
  async run(context, { campaign }) {
    const { engine, workspaceId } = context;
    const { id } = await campaignOf(context, campaign);
    return { templates: (await engine.store.messages.byTemplate(workspaceId, id)).map(figuresOf) };
  },
});

function figuresOf({ template, states, replied }: TemplateCounts) {
  const of = (...names: readonly string[]) => names.reduce((sum, name) => sum + (states[name] ?? 0), 0);
  return {
    template,
    attempted: of(...Object.keys(states)),
    queued: of('queued', 'claimed', 'sending', 'held'),
    sent: of('sent', 'delivered', 'bounced'),
    delivered: of('delivered'),
    replied,
    error: of('failed', 'bounced', 'unconfirmed'),
    skipped: of('refused'),
  };
}

/** `campaign results`. */
export const campaignResults = operation({
  noun: 'campaign',
  verb: 'results',
  command: 'campaign results',
  summary:
    'What came of a campaign, in people: of those to whom something left, who replied, said yes, bounced, are hot',
  kind: 'query',
  input: z.strictObject({ campaign: campaignRef }),
  output: z.object({
    id: z.string(),
    name: z.string(),
    state: z.string(),
    audience: z.number().describe('leads that the campaign judged'),
    enrolled: z.number().describe('go through it now'),
    over: z.number().describe('have gone through it'),
    nextAt: z.string().nullable().describe('when the next step is due; null = none waits for a time'),
    written: z.number().describe('to whom something left: what all that follows are of'),
    replied: z.number().describe('replied, automatic replies left out'),
    positive: z.number().describe('said that they are interested'),
    bounced: z.number().describe('of whom a message came back'),
    hot: z.number().describe('hot now, by score'),
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'campaign results spring', says: 'two campaigns are compared by these' }],
  async run(context, { campaign }) {
    const { engine, workspaceId } = context;
    const { id, name, state } = await campaignOf(context, campaign);
    const { campaigns } = engine.store;
    const [{ nextAt, ...results }, { stages }] = await Promise.all([
      campaigns.results(workspaceId, id),
      campaigns.count(workspaceId, id),
    ]);
    const audience = Object.values(stages).reduce((sum, n) => sum + n, 0);
    const { enrolled = 0, ended: over = 0 } = stages;
    return { id, name, state, audience, enrolled, over, nextAt: timeOf(nextAt), ...results };
  },
});
