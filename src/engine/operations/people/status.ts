/** `lead status`: where one lead stands, in few reads, for programs that ask often. */
import { z } from 'zod';
import { standingView } from '../../explain.ts';
import type { LeadStatus } from '../../store-port.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const Standing = z.object({
  campaign: z.string(),
  state: z.string().describe('of the campaign'),
  stage: z.string(),
  tier: z.string(),
  score: z.number(),
  coverage: z.number(),
  sequence: z.string().nullable(),
  why: z.object({
    code: z.string(),
    says: z.string(),
    remedy: z.string(),
    facts: z.record(z.string(), z.unknown()),
  }),
  nextAt: z.string().nullable(),
  lastAt: z.string().nullable().describe('when a message last left, or may have, or somebody else was in touch'),
});

/** `lead status`. */
export const leadStatus = operation({
  noun: 'lead',
  verb: 'status',
  command: 'lead status',
  summary:
    'Where one lead stands: its stage, score and next touch in each campaign, and what is refused; without its story',
  kind: 'query',
  input: z.strictObject({ lead: leadRef }),
  output: z.object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    owner: z.string().nullable(),
    paused: z.object({ since: z.string(), by: z.string(), why: z.string() }).nullable(),
    refused: z.array(z.string()).describe('channels; “all” = none may be used'),
    campaigns: z.array(Standing),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'lead status jane@acme.com', says: 'for a dashboard or a CRM that asks each minute' }],
  async run({ engine, workspaceId }, { lead }) {
    const statusOf = (id: string) => engine.store.leads.status(workspaceId, id, engine.suppressionKeys);
    // Programs ask by id.
    const status = (await statusOf(lead)) ?? (await statusOf(await leadIdOf(engine, workspaceId, lead)));
    // Between the two questions somebody erased or merged it.
    if (status === null) throw new Refusal('no-such-lead', `there is no lead “${lead}” any more`, 'rekindle lead list');
    return statusView(status);
  },
});

function statusView({ pause, suppressions, standings, ...who }: LeadStatus) {
  return {
    ...who,
    paused: pause && { since: new Date(pause.at).toISOString(), by: pause.by, why: pause.why },
    refused: [...new Set(suppressions.map(({ channel }) => channel))],
    campaigns: standings.map(({ campaign, member, enrollment }) => {
      return { campaign: campaign.name, state: campaign.state, ...standingView(member, enrollment) };
    }),
  };
}
