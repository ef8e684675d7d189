/** Operations on hand-offs: which there are, why, where they are, who sees to them. */
import { z } from 'zod';
import { headlineOf, linesOf } from '../../../domain/handoff/brief.ts';
import { reasonText } from '../../../domain/reason.ts';
import { claimHandOff, endHandOff, handOffOfId, retryHandOff } from '../../handoff/act.ts';
import type { HandOffOf } from '../../store-port.ts';
import { operation } from '../operation.ts';

const Sending = z.object({
  target: z.string(),
  turn: z.number(),
  state: z.string(),
  attempts: z.number(),
  code: z.string().nullable(),
  says: z.string(),
  remedy: z.string(),
  detail: z.string().nullable(),
  nextAt: z.string().nullable(),
  receipt: z.record(z.string(), z.union([z.string(), z.number()])),
});
const Row = z.object({
  id: z.string(),
  headline: z.string(),
  team: z.string(),
  owner: z.string().nullable(),
  reason: z.object({ code: z.string(), says: z.string(), remedy: z.string() }),
  state: z.enum(['open', 'claimed', 'done']),
  leadId: z.string(),
  campaignId: z.string(),
  taskId: z.string(),
  openedAt: z.string(),
  claimedBy: z.string().nullable(),
  claimedAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  doneAt: z.string().nullable(),
  escalatesAt: z.string().nullable(),
  escalations: z.number(),
  sends: z.array(Sending),
});
const Whole = Row.extend({ brief: z.array(z.string()) });
type RowShown = z.output<typeof Row>;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function shown({ handOff, sends }: HandOffOf): RowShown {
  const { id, brief, team, owner, state, leadId, campaignId, taskId, claimedBy, doneBy, escalations } = handOff;
  return {
    ...{
      id,
      headline: headlineOf(brief),
      team,
      owner,
      reason: { code: handOff.reason.code, ...reasonText(handOff.reason.code) },
    },
    ...{ state, leadId, campaignId, taskId, openedAt: new Date(handOff.openedAt).toISOString(), claimedBy, doneBy },
    ...{ claimedAt: iso(handOff.claimedAt), doneAt: iso(handOff.doneAt) },
    ...{ escalatesAt: iso(handOff.escalateAt), escalations, sends: sends.map(sendShown) },
  };
}

function sendShown({ target, turn, state, attempts, code, detail, dueAt, askAt, receipt }: HandOffOf['sends'][number]) {
  const { says, remedy } = code === null ? { says: '', remedy: '' } : reasonText(code);
  const nextAt = iso(state === 'queued' ? dueAt : askAt);
  return { target, turn, state, attempts, code, says, remedy, detail, nextAt, receipt: { ...receipt } };
}

function whole(of: HandOffOf): z.output<typeof Whole> {
  return { ...shown(of), brief: linesOf(of.handOff.brief) };
}

const id = z.string().min(1).describe('id of the hand-off');
const common = { noun: 'handoff', scope: 'workspace' } as const;

/** `handoff list`: the newest first. */
export const handOffList = operation({
  ...common,
  verb: 'list',
  command: 'handoff list',
  summary: 'Hot leads that were given to people and CRMs, the newest first: whose they are, and where they arrived',
  kind: 'query',
  input: z.strictObject({
    state: z.enum(['open', 'claimed', 'done']).optional().describe('only those: open, claimed, done'),
    team: z.string().optional().describe('only of this team'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
  }),
  output: z.object({ handOffs: z.array(Row) }),
  positional: [],
  errors: [],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'handoff list --state open', says: 'what nobody has claimed' }],
  async run({ engine, workspaceId }, { state, team, limit }) {
    const found = await engine.store.handOffs.list({ workspaceId, state: state ?? null, team: team ?? null, limit });
    return { handOffs: found.map(shown) };
  },
  print: ({ handOffs }) => `${handOffs.map(line).join('\n') || 'Nothing was handed off.'}\n`,
});

function line({ id: one, headline, owner, team, state, sends }: RowShown): string {
  const ways = sends.map(({ target, state: at }) => `${target} ${at}`).join(', ');
  return `${one}  ${state}  ${headline}  → ${team}${owner === null ? '' : ` (${owner})`}${ways === '' ? '' : `  ${ways}`}`;
}

/** `handoff show`: all of one. */
export const handOffShow = operation({
  ...common,
  verb: 'show',
  command: 'handoff show',
  summary: 'A hand-off with its brief: who it is, why it is hot, what was said last, and what each target gave for it',
  kind: 'query',
  input: z.strictObject({ id }),
  output: Whole,
  positional: ['id'],
  errors: ['no-such-hand-off'],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'handoff show ho_01k…', says: 'ids that the CRM gave stand beside each target' }],
  run: async ({ engine, workspaceId }, input) => whole(await handOffOfId(engine, { workspaceId, id: input.id })),
});

/** `handoff claim`: somebody sees to it. */
export const handOffClaim = operation({
  ...common,
  verb: 'claim',
  command: 'handoff claim',
  summary: 'Say that somebody sees to a hand-off; its clock stops',
  kind: 'command',
  input: z.strictObject({ id, as: z.email().optional().describe('address of whose it is from now on') }),
  output: Whole,
  positional: ['id'],
  errors: ['no-such-hand-off', 'hand-off-claimed', 'hand-off-over'],
  role: 'operator',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'handoff claim ho_01k… --as ann@acme.com', says: 'it goes to nobody else' }],
  run: async ({ engine, workspaceId, actor: by }, input) =>
    whole(await claimHandOff(engine, { workspaceId, id: input.id, by }, input.as?.toLowerCase() ?? null)),
});

/** `handoff done`: it is over, and its task too. */
export const handOffDone = operation({
  ...common,
  verb: 'done',
  command: 'handoff done',
  summary: 'Say that a hand-off is done; its task is, and its owner has room for another one',
  kind: 'command',
  input: z.strictObject({ id }),
  output: Whole,
  positional: ['id'],
  errors: ['no-such-hand-off', 'no-such-task', 'task-over'],
  role: 'operator',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'handoff done ho_01k…', says: 'the same as task done of its task' }],
  run: async ({ engine, workspaceId, actor: by }, input) =>
    whole(await endHandOff(engine, { workspaceId, id: input.id, by })),
});

/** `handoff retry`: what is dead or in doubt. */
export const handOffRetry = operation({
  ...common,
  verb: 'retry',
  command: 'handoff retry',
  summary: 'Have what is dead or in doubt of a hand-off sent again, or say that it arrived',
  kind: 'command',
  input: z.strictObject({
    id,
    target: z.string().optional().describe('only to this one'),
    arrived: z.boolean().default(false).describe('what is in doubt has arrived: you saw it there'),
  }),
  output: Whole,
  positional: ['id'],
  errors: ['no-such-hand-off', 'nothing-to-retry'],
  role: 'operator',
  effect: 'send',
  idempotent: false,
  examples: [
    { command: 'handoff retry ho_01k… --target crm', says: 'what the CRM has of it already is not made again' },
    { command: 'handoff retry ho_01k… --target slack --arrived', says: 'the message stands in the channel' },
  ],
  run: async ({ engine, workspaceId, actor: by }, input) =>
    whole(
      await retryHandOff(engine, {
        ...{ workspaceId, id: input.id, by, arrived: input.arrived },
        target: input.target ?? null,
      }),
    ),
});
