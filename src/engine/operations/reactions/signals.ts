/** Operations on signals: who is engaged or hot, and writing down what faded. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { decaySignals, signalView } from '../../react/signals.ts';
import { campaignOf } from '../find.ts';
import { operation } from '../operation.ts';
import { printSignals } from '../print/signals.ts';

const signalRow = z.object({
  leadId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  campaignId: z.string(),
  signal: z.string(),
  state: z.enum(['up', 'down']),
  points: z.number(),
  since: z.string().nullable(),
  fallsAt: z.string().nullable(),
  because: z.array(z.object({ event: z.string(), kind: z.string(), at: z.string(), points: z.number() })),
});

/** `signal list`: signals that are up. */
export const signalList = operation({
  noun: 'signal',
  verb: 'list',
  command: 'signal list',
  summary: 'Signals that are up, the latest first: who is engaged or hot, since when, and why',
  kind: 'query',
  input: z.strictObject({
    signal: z.string().optional().describe('only this one: hot'),
    campaign: z.string().optional().describe('only of this campaign'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
  }),
  output: z.object({ signals: z.array(signalRow) }),
  positional: ['signal'],
  errors: ['no-such-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'signal list hot', says: 'who to ring first' }],
  async run(context, { signal, campaign, limit }) {
    const { engine, workspaceId } = context;
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const now = engine.clock.now();
    await engine.playbooks.refresh();
    const found = await engine.store.signals.list({ workspaceId, campaignId, name: signal ?? null, now, limit });
    const signals = found.map(({ signal: record, recipient: { leadId, name, email, phone } }) => {
      return { leadId, name, email, phone, campaignId: record.campaignId, ...signalView(engine, record, now) };
    });
    return { signals };
  },
  print: printSignals,
});

/** `signal decay`: falls that are due are written down. */
export const signalDecay = operation({
  noun: 'signal',
  verb: 'decay',
  command: 'signal decay',
  summary: 'Write down the fall of signals that have faded by now; lists show them as down already',
  kind: 'job',
  input: z.strictObject({}),
  output: z.object({ fell: z.number() }),
  positional: [],
  errors: [],
  role: 'operator',
  scope: 'instance',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'signal decay', says: 'each fall with the time at which it fell' }],
  async run({ engine, signal }) {
    let fell = 0;
    while (!signal.aborted) {
      const taken = await decaySignals(engine, LIMITS.decayBatchSignals);
      fell += taken;
      if (taken < LIMITS.decayBatchSignals) break;
    }
    return { fell };
  },
});
