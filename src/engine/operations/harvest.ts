/** The operation that fetches leads from the sources of the configuration. */
import { z } from 'zod';
import { reasonText } from '../../domain/reason.ts';
import { harvest as harvestFrom } from '../capture/harvest.ts';
import { quoteHarvest } from '../capture/quote.ts';
import { workspaceOf } from './find.ts';
import { operation } from './operation.ts';

const Quote = z.object({
  source: z.string(),
  leads: z.number(),
  has: z.number().nullable(),
  credits: z.number(),
  spentThisMonth: z.number(),
  perMonth: z.number().nullable(),
  perRun: z.number().nullable(),
  stopped: z.string().nullable(),
  fault: z.string().nullable(),
});

const Output = z.object({
  tried: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  discovered: z.number(),
  created: z.number(),
  merged: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  errors: z.array(z.object({ source: z.string(), code: z.string(), message: z.string() })),
  sources: z.array(
    z.object({
      source: z.string(),
      state: z.enum(['done', 'failed', 'not-asked']),
      credits: z.number().optional(),
      stopped: z.string().optional(),
    }),
  ),
  quotes: z.array(Quote).optional(),
});

/** What is told of a harvest that was only asked about. */
const NOTHING = {
  ...{ tried: 0, succeeded: 0, failed: 0, discovered: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 },
  errors: [],
  sources: [],
};

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
    credits: z.number().min(0).optional().describe('credits that each source may cost at most, beside its own limits'),
    dryRun: z.boolean().default(false).describe('say what would be asked for and cost at most; nothing is spent'),
  }),
  output: Output,
  positional: [],
  errors: ['no-source-configured', 'no-such-source'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'import undo IMPORT',
  examples: [
    { command: 'harvest --limit 500', says: 'a source that fails is told, and the next one is asked' },
    { command: 'harvest --limit 500 --dry-run', says: 'what it would cost at most' },
  ],
  async run(context, { limit, source, credits, dryRun }) {
    const { engine, workspaceId, progress, signal } = context;
    await workspaceOf(context);
    const wish = { workspaceId, limit, sources: source, credits };
    if (dryRun) return { ...NOTHING, quotes: await quoteHarvest(engine, wish) };
    return harvestFrom(engine, wish, { progress, signal });
  },
  print: printHarvest,
  failed: ({ failed }) => failed > 0,
});

const STATES = { done: '✓', failed: '✗', 'not-asked': '-' } as const;

function printHarvest(report: z.output<typeof Output>): string {
  if (report.quotes) return `${report.quotes.map(quoteLine).join('\n')}\nNothing was fetched and nothing spent.\n`;
  const { tried, discovered, created, merged, unchanged, rejected } = report;
  const lines = [
    `${discovered} leads from ${tried} ${tried === 1 ? 'source' : 'sources'}: ${created} created, ${merged} merged, ${unchanged} unchanged; ${rejected} rejected.`,
    ...report.sources.map(sourceLine),
    ...report.errors.map(({ source, code, message }) => `  ! ${source}: ${message} (${code})`),
  ];
  return `${lines.join('\n')}\n`;
}

function sourceLine({ source, state, credits, stopped }: z.output<typeof Output>['sources'][number]): string {
  const cost = credits === undefined ? '' : `, ${credits} credits`;
  const { says, remedy } = reasonText(stopped ?? '');
  const why = state === 'not-asked' ? ' was not asked: the limit was reached' : '';
  return `  ${STATES[state]} ${source}${why}${cost}${stopped === undefined ? '' : `. ${says} ${remedy}`}`;
}

function quoteLine({
  source,
  leads,
  has,
  credits,
  spentThisMonth,
  perMonth,
  stopped,
  fault,
}: z.output<typeof Quote>): string {
  if (fault !== null) return `${source}: ${fault}`;
  const of = has === null ? '' : ` of ${has} that it has, known ones among them`;
  const cost = perMonth === null ? '' : `; ${spentThisMonth} of ${perMonth} are spent or set aside this month`;
  const why = stopped === null ? '' : `\n  ${reasonText(stopped).says} ${reasonText(stopped).remedy}`;
  return `${source}: at most ${leads} leads${of}, for at most ${credits} credits${cost}.${why}`;
}
