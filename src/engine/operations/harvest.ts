/** The operation that fetches leads from the sources of the configuration. */
import { z } from 'zod';
import { type HarvestReport, harvest as harvestFrom } from '../capture/harvest.ts';
import { workspaceOf } from './find.ts';
import { operation } from './operation.ts';

/** `harvest`: sources in order, until the limit. */
export const harvest = operation({
  noun: 'lead',
  verb: 'harvest',
  command: 'harvest',
  summary: 'Fetch new leads from the sources of the configuration, in order, until the limit',
  kind: 'job',
  input: z.strictObject({
    limit: z.int().min(1).max(1_000_000).default(100).describe('leads that all sources together give at most'),
    source: z.array(z.string()).default([]).describe('only this one; may be repeated, and is asked in this order'),
  }),
  output: z.object({
    tried: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    discovered: z.number(),
    created: z.number(),
    merged: z.number(),
    unchanged: z.number(),
    rejected: z.number(),
    errors: z.array(z.object({ source: z.string(), code: z.string(), message: z.string() })),
    sources: z.array(z.object({ source: z.string(), state: z.enum(['done', 'failed', 'not-asked']) })),
  }),
  positional: [],
  errors: ['no-source-configured', 'no-such-source'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'import undo IMPORT',
  examples: [{ command: 'harvest --limit 500', says: 'a source that fails is told, and the next one is asked' }],
  async run(context, { limit, source }) {
    const { engine, workspaceId, progress, signal } = context;
    await workspaceOf(context);
    return harvestFrom(engine, { workspaceId, limit, sources: source }, { progress, signal });
  },
  print: printHarvest,
  failed: ({ tried, failed }) => tried > 0 && failed === tried,
});

const STATES = { done: '✓', failed: '✗', 'not-asked': '-' } as const;

function printHarvest(report: HarvestReport): string {
  const { tried, discovered, created, merged, unchanged, rejected } = report;
  const lines = [
    `${discovered} leads from ${tried} ${tried === 1 ? 'source' : 'sources'}: ${created} created, ${merged} merged, ${unchanged} unchanged; ${rejected} rejected.`,
    ...report.sources.map(
      ({ source, state }) =>
        `  ${STATES[state]} ${source}${state === 'not-asked' ? ' was not asked: the limit was reached' : ''}`,
    ),
    ...report.errors.map(({ source, code, message }) => `  ! ${source}: ${message} (${code})`),
  ];
  return `${lines.join('\n')}\n`;
}
