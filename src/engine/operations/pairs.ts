/** Operations on leads that may be one person: the list, the answer that they are two, merging and its way back. */
import { z } from 'zod';
import { MERGED } from '../../domain/consent/suppression.ts';
import { goAlong } from '../../domain/lead/change.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { mergeLeads } from '../../domain/lead/merge-leads.ts';
import type { Engine } from '../engine.ts';
import type { LeadStory, Suppression } from '../store-port.ts';
import { leadIdOf, leadRef } from './find.ts';
import { operation, Refusal } from './operation.ts';

/** `pair list`: who may be the same person. */
export const pairList = operation({
  noun: 'pair',
  verb: 'list',
  command: 'pair list',
  summary: 'Leads that may be the same person, for you to say',
  kind: 'query',
  input: z.strictObject({ limit: z.int().min(1).max(1000).default(50).describe('how many') }),
  output: z.object({ pairs: z.array(z.record(z.string(), z.unknown())) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'pair list', says: 'the likeliest first' }],
  async run({ engine, workspaceId }, { limit }) {
    const pairs = await engine.store.leads.openPairs(workspaceId, limit);
    return {
      pairs: pairs.map(({ leadId, otherId, score, reasons }) => ({
        leadId,
        otherId,
        score: score / 1000,
        reasons: reasons.map(({ code }) => code),
      })),
    };
  },
});

/** `pair distinct`: they are two. */
export const pairDistinct = operation({
  noun: 'pair',
  verb: 'distinct',
  command: 'pair distinct',
  summary: 'Say that two leads are two people',
  kind: 'command',
  input: z.strictObject({ lead: leadRef, other: leadRef }),
  output: z.object({ settled: z.boolean() }),
  positional: ['lead', 'other'],
  errors: ['no-such-lead', 'several-leads'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'pair distinct lead_01… lead_02…', says: 'the pair leaves the list' }],
  async run({ engine, workspaceId }, { lead, other }) {
    const pair = [await leadIdOf(engine, workspaceId, lead), await leadIdOf(engine, workspaceId, other)] as const;
    await engine.store.leads.settlePair(workspaceId, pair, 'distinct');
    return { settled: true };
  },
});

/** `lead merge`: they are one. */
export const leadMerge = operation({
  noun: 'lead',
  verb: 'merge',
  command: 'lead merge',
  summary: 'Make one lead of two; --dry-run shows what changes',
  kind: 'command',
  input: z.strictObject({
    survivor: leadRef,
    other: leadRef,
    dryRun: z.boolean().default(false).describe('show, write nothing'),
  }),
  output: z.object({
    survivor: z.string(),
    alias: z.string(),
    changes: z.array(z.record(z.string(), z.unknown())),
    basis: z.string().nullable().describe('permission that the one lead has: of two, the lesser'),
    merged: z.boolean(),
  }),
  positional: ['survivor', 'other'],
  errors: ['no-such-lead', 'several-leads', 'same-lead'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  preview: 'lead merge SURVIVOR OTHER --dry-run',
  undo: 'lead unmerge ALIAS',
  examples: [{ command: 'lead merge lead_01… lead_02…', says: 'the second id stays good as an alias of the first' }],
  async run({ engine, workspaceId }, input) {
    const ids = [
      await leadIdOf(engine, workspaceId, input.survivor),
      await leadIdOf(engine, workspaceId, input.other),
    ] as const;
    if (ids[0] === ids[1]) throw new Refusal('same-lead', 'these are one lead already', 'name two leads');
    const [first, second] = await Promise.all(
      ids.map((id) => engine.store.leads.story(workspaceId, id, engine.suppressionKeys)),
    );
    if (!first || !second) throw new Refusal('no-such-lead', 'one of them is gone', 'look at both first');
    const [survivor, other] = [first.lead, second.lead];
    const merge = mergeLeads(survivor, other);
    const { changes, values, attributes, basis, basisAt } = merge;
    if (!input.dryRun) {
      const merged = { ...survivor, values, attributes, basis, basisAt };
      const refusals = alongWith(engine, second, merged);
      await engine.store.leads.merge({ workspaceId, survivor, other, merged, refusals }, engine.clock.now());
    }
    return {
      survivor: ids[0],
      alias: ids[1],
      changes: changes.map((change) => ({ ...change })),
      basis,
      merged: !input.dryRun,
    };
  },
});

/** Refusals that hold for the survivor as they held for a lead that is merged into it. */
function alongWith(engine: Engine, { lead, suppressions }: LeadStory, survivor: Lead): Suppression[] {
  const about = { kind: 'lead', value: survivor.id, keyHash: engine.keyring.hash('lead', survivor.id) } as const;
  const origin = `${MERGED}${lead.id}`;
  return goAlong(suppressions, lead, survivor).map(({ channel, reason, at }) => ({
    ...about,
    ...{ channel, reason, origin, at },
  }));
}

/** `lead unmerge`: they were two after all. */
export const leadUnmerge = operation({
  noun: 'lead',
  verb: 'unmerge',
  command: 'lead unmerge',
  summary: 'Take a merge back: both leads are as they were',
  kind: 'command',
  input: z.strictObject({ alias: z.string().min(1).describe('id of the lead that was merged into another') }),
  output: z.object({ unmerged: z.boolean() }),
  positional: ['alias'],
  errors: ['no-such-alias'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'lead unmerge lead_02…', says: 'the alias is a lead again' }],
  async run({ engine, workspaceId }, { alias }) {
    if (await engine.store.leads.unmerge(workspaceId, alias, engine.clock.now())) return { unmerged: true };
    throw new Refusal(
      'no-such-alias',
      `${alias} was not merged into another lead`,
      'rekindle lead show names the aliases of a lead',
    );
  },
});
