/** Operations of reconciliation: compare CRMs with what we know, see where they differ, decide on it. */
import { z } from 'zod';
import { reasonText } from '../../../domain/reason.ts';
import { decideDifference } from '../../reconcile/decide.ts';
import { comparedConnections, reconcile } from '../../reconcile/reconcile.ts';
import type { Difference } from '../../store-port.ts';
import { operation, Refusal } from '../operation.ts';

const Report = z.object({
  connection: z.string(),
  state: z.enum(['done', 'stopped', 'skipped']),
  compared: z.number(),
  alike: z.number(),
  taken: z.number(),
  written: z.number(),
  proposed: z.number(),
  later: z.number(),
  gone: z.number(),
  says: z.string(),
});
const Row = z.object({
  id: z.string(),
  connection: z.string(),
  contactId: z.string(),
  leadId: z.string().nullable(),
  field: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  does: z.enum(['take', 'write', 'propose']),
  state: z.enum(['open', 'later', 'settled', 'left']),
  because: z.string(),
  says: z.string(),
  remedy: z.string(),
  detail: z.string().nullable(),
  seenAt: z.string(),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
});

function shown(difference: Difference): z.output<typeof Row> {
  const { id, connection, contactId, leadId, field, ours, theirs, verdict, state, because, detail } = difference;
  const { seenAt, settledAt, settledBy } = difference;
  return {
    ...{ id, connection, contactId, leadId, field, ours, theirs, does: verdict, state, because, detail, settledBy },
    ...reasonText(because),
    seenAt: new Date(seenAt).toISOString(),
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
  };
}

const common = { noun: 'difference', scope: 'workspace' } as const;

/** `reconcile run`: now, not at night. */
export const reconcileRun = operation({
  ...common,
  verb: 'run',
  command: 'reconcile run',
  summary: 'Compare what CRMs say of leads with what we know, in both directions; goes on where a run was broken off',
  kind: 'job',
  input: z.strictObject({
    connection: z.array(z.string()).default([]).describe('only these; may be repeated'),
  }),
  output: z.object({ connections: z.array(Report) }),
  positional: [],
  errors: ['no-crm-compared'],
  role: 'operator',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'reconcile run', says: 'the routine reconcile does it every night' }],
  async run({ engine, workspaceId, signal, progress }, { connection }) {
    const names = (await comparedConnections(engine, workspaceId)).map(({ name }) => name);
    const strange = connection.find((name) => !names.includes(name));
    if (names.length === 0 || strange !== undefined) {
      const what = strange === undefined ? 'no CRM is connected that is compared' : `${strange} is not compared`;
      throw new Refusal('no-crm-compared', what, 'rekindle connection list names them');
    }
    const connections = await reconcile(engine, {
      ...{ workspaceId, connections: connection, signal },
      progress: (stage, done) => progress({ stage, done, total: null, unit: 'contacts' }),
    });
    return { connections };
  },
  failed: ({ connections }) => connections.some(({ state }) => state === 'stopped'),
});

/** `reconcile show`: where they differ. */
export const reconcileShow = operation({
  ...common,
  verb: 'list',
  command: 'reconcile show',
  summary:
    'Where CRMs and we say something else of a lead: what a person decides, what could not be made yet, what was made',
  kind: 'query',
  input: z.strictObject({
    state: z
      .enum(['open', 'later', 'settled', 'left'])
      .default('open')
      .describe('open: to be decided; later: tried again; settled: made; left: both stay as they are'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    before: z.string().nullable().default(null).describe('id of the last one of the page before'),
  }),
  output: z.object({ differences: z.array(Row), next: z.string().nullable() }),
  positional: [],
  errors: [],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'reconcile show', says: 'then: rekindle reconcile decide' },
    { command: 'reconcile show --state settled', says: 'what the rules made, with the reason of each' },
  ],
  async run({ engine, workspaceId }, { state, limit, before }) {
    const found = await engine.store.reconcile.list({ workspaceId, state, before, limit });
    return { differences: found.map(shown), next: found.length === limit ? (found.at(-1)?.id ?? null) : null };
  },
  print: ({ differences }) => `${differences.map(line).join('\n') || 'Both sides say the same.'}\n`,
});

function line({ id, connection, field, ours, theirs, says, does }: z.output<typeof Row>): string {
  const arrow = { take: '←', write: '→', propose: '?' }[does];
  return `${id}  ${connection}  ${field}: ${ours ?? '(empty)'} ${arrow} ${theirs ?? '(empty)'}  ${says}`;
}

/** `reconcile decide`: whose word counts this time. */
export const reconcileDecide = operation({
  ...common,
  verb: 'decide',
  command: 'reconcile decide',
  summary:
    'Say whose word counts of a difference with a CRM: ours is written there, the CRM’s is taken here, or both stay',
  kind: 'command',
  input: z.strictObject({
    id: z.string().min(1).describe('id of the difference'),
    side: z.enum(['ours', 'crm', 'neither']).describe('whose word counts; neither: both stay as they are'),
  }),
  output: Row,
  positional: ['id'],
  errors: ['no-such-difference', 'difference-over', 'not-to-be-made', 'crm-unreachable'],
  role: 'operator',
  effect: 'send',
  idempotent: false,
  examples: [
    { command: 'reconcile decide diff_01k… --side crm', says: 'the number of the CRM is the lead’s from now on' },
  ],
  run: async ({ engine, workspaceId, actor: by }, input) =>
    shown(await decideDifference(engine, { workspaceId, by, ...input })),
});
