/** The operation that lives through a campaign before it happens. */
import { z } from 'zod';
import { ASSUMPTIONS, responseModelSchema } from '../simulate/response-model.ts';
import { simulate as runSimulation } from '../simulate/simulate.ts';
import { triableValues, trialPlanOf } from '../simulate/trial.ts';
import { campaignOf, campaignRef, workspaceOf } from './find.ts';
import { type OperationContext, operation, Refusal } from './operation.ts';
import { printSimulation } from './print/campaign.ts';

const tally = z.record(z.string(), z.number());
const DAY_MS = 86_400_000;

/** Why: a start to the day, not to the millisecond, so that the same seed gives the same digest all day. */
function nextMidnight(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

/** `simulate`: a campaign on virtual time, on a copy. */
export const simulate = operation({
  noun: 'campaign',
  verb: 'simulate',
  command: 'simulate',
  summary: 'Live through a campaign on a copy of the data and a virtual clock, with the real engine; nothing leaves',
  kind: 'job',
  input: z.strictObject({
    campaign: campaignRef,
    for: z
      .string()
      .regex(/^\d{1,3}d$/, 'days, such as 45d')
      .default('45d')
      .describe('how long, such as 45d'),
    seed: z.int().min(0).default(1).describe('the same seed gives the same answers'),
    start: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('virtual time of the start; the next midnight (UTC) by default'),
    assume: z
      .record(z.string(), z.coerce.number())
      .default({})
      .describe('assumed answers, such as replied=0.05; may be repeated'),
    set: z
      .record(z.string().max(200), z.string().max(200))
      .default({})
      .describe('a value to try in this run, such as steps.email-3.wait=5d; trial list names them; may be repeated'),
  }),
  output: z.object({
    messages: z.number(),
    byChannel: tally,
    segments: z.number(),
    byDay: tally,
    byDayAndChannel: z.record(z.string(), tally),
    byTemplate: tally,
    others: z.number().describe('messages of other campaigns that left meanwhile: they take from the same limits'),
    refusals: tally,
    waits: tally.describe('what waited for a while, by reason; a message held by two reasons in turn counts twice'),
    caps: z
      .array(z.object({ day: z.string(), cap: z.string(), limit: z.number().nullable(), moved: z.number() }))
      .describe('which limit kept how many messages from leaving on which day (UTC)'),
    signals: tally.describe('answers, as assumed'),
    handoffs: z.number(),
    audience: z.number(),
    sequences: z.array(
      z.object({
        sequence: z.string().nullable(),
        title: z.string(),
        enrolled: z.number(),
        ended: z.number(),
        steps: z.array(
          z.object({
            step: z.string(),
            kind: z.string(),
            day: z.number().nullable().describe('after enrollment'),
            made: z.number().describe('messages decided, or tasks given'),
            sent: z.number(),
            refused: z.number().describe('by a rule, when they were about to leave'),
            answers: tally.describe('as assumed'),
          }),
        ),
      }),
    ),
    ends: tally,
    endsByDay: tally,
    open: z.number().describe('passages that are not over on the last day'),
    reasons: z.record(z.string(), z.object({ says: z.string(), remedy: z.string() })),
    digest: z.string(),
    days: z.number(),
    from: z.string(),
    assumptions: responseModelSchema,
    trial: z
      .array(z.object({ name: z.string(), was: z.string(), is: z.string() }))
      .describe('values that were tried in place of those of the campaign'),
    seed: z.number(),
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'bad-assumption', 'bad-trial-value'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    {
      command: 'simulate --for 45d --seed 7 --assume replied=0.04',
      says: 'messages by day, refusals by reason, a digest',
    },
    {
      command: 'simulate spring --set steps.email-3.wait=5d --set workspace.email.campaignDay=40',
      says: 'with another wait and another cap, for this run alone; nothing of it is kept',
    },
  ],
  async run(context, input) {
    const { engine, workspaceId, progress, signal, note } = context;
    const found = await campaignOf(context, input.campaign);
    const responses = responseModelSchema.safeParse(input.assume);
    if (!responses.success)
      throw new Refusal('bad-assumption', z.prettifyError(responses.error), 'see rekindle simulate --help');
    const trial = trialPlanOf(await playbookOf(context, found.playbookHash), await workspaceOf(context), input.set);
    note('Volumes, times and refusals are computed; what recipients answer is your assumption.');
    return runSimulation(engine, {
      workspaceId,
      campaignId: found.id,
      startsAt: input.start ? Date.parse(input.start) : nextMidnight(engine.clock.now()),
      days: Number.parseInt(input.for, 10),
      seed: input.seed,
      responses: responses.data,
      trial,
      progress,
      signal,
    });
  },
  print: printSimulation,
});

async function playbookOf({ engine }: OperationContext, hash: string) {
  await engine.playbooks.refresh();
  return engine.playbooks.get(hash).playbook;
}

/** `trial list`: what may be tried. */
export const listTrialValues = operation({
  noun: 'trial',
  verb: 'list',
  command: 'trial list',
  summary: 'What a simulation of a campaign may try with another value: waits, gaps, windows, caps; each as it is',
  kind: 'query',
  input: z.strictObject({ campaign: campaignRef }),
  output: z.object({
    playbook: z.string(),
    sequences: z.array(z.object({ name: z.string(), title: z.string() })),
    values: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['wait', 'gap', 'time', 'days', 'holidays', 'cap']),
        sequence: z.string().nullable(),
        step: z.string().nullable(),
        value: z.string(),
      }),
    ),
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'trial list spring', says: 'try one with: simulate spring --set NAME=VALUE' }],
  async run(context, input) {
    const found = await campaignOf(context, input.campaign);
    const playbook = await playbookOf(context, found.playbookHash);
    return {
      playbook: playbook.name,
      sequences: Object.values(playbook.sequences).map(({ name, title }) => ({ name, title })),
      values: triableValues(playbook, await workspaceOf(context)).map((one) => ({ ...one })),
    };
  },
});

const Assumption = z.object({
  name: z.string(),
  says: z.string(),
  standard: z.number(),
  least: z.number(),
  most: z.number(),
});

/** `assumption list`: what may be assumed of those who are written to. */
export const listAssumptions = operation({
  noun: 'assumption',
  verb: 'list',
  command: 'assumption list',
  summary: 'What a simulation assumes of those who are written to, with the standard and the bounds of each',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ assumptions: z.array(Assumption) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'assumption list', says: 'change one with: simulate --assume replied=0.04' }],
  run: async () => ({ assumptions: ASSUMPTIONS.map((one) => ({ ...one })) }),
});
