/** The operation that completes known leads from sources that can tell more of them. */
import { z } from 'zod';
import { NO_VALUES } from '../../../domain/lead/lead.ts';
import { reasonText } from '../../../domain/reason.ts';
import { type Enriched, enrichLeads } from '../../capture/enrich.ts';
import { workspaceOf } from '../find.ts';
import { operation } from '../operation.ts';

const FIELDS = Object.keys(NO_VALUES) as [string, ...string[]];

/** `lead enrich`: fills what is empty, within the budget. */
export const leadEnrich = operation({
  noun: 'lead',
  verb: 'enrich',
  command: 'lead enrich',
  summary: 'Fill in what known leads lack, from sources that can tell it, within their budget of credits',
  kind: 'job',
  input: z.strictObject({
    want: z.array(z.enum(FIELDS)).default(['email', 'title']).describe('field that is wanted; may be repeated'),
    limit: z.int().min(1).max(1_000_000).default(100).describe('leads that each source is asked about at most'),
    source: z.string().nullable().default(null).describe('only this one'),
    credits: z.number().min(0).optional().describe('credits that each source may cost at most, beside its own limits'),
    againDays: z.int().min(1).max(3_650).default(90).describe('days until a lead is asked about again'),
    dryRun: z.boolean().default(false).describe('say how many would be asked about and what it would cost at most'),
  }),
  output: z.object({
    dryRun: z.boolean(),
    sources: z.array(
      z.object({
        source: z.string(),
        asked: z.number(),
        found: z.number(),
        filled: z.number(),
        credits: z.number(),
        stopped: z.string().nullable(),
        error: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  }),
  positional: [],
  errors: ['no-source-configured', 'no-such-source'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'lead enrich --want email --want phone --dry-run', says: 'what it would cost at most' },
    {
      command: 'lead enrich --want title --limit 50',
      says: 'what is known stays; lead show says where each value is from',
    },
  ],
  async run(context, { want: wants, dryRun, ...wish }) {
    const { engine, workspaceId, signal } = context;
    await workspaceOf(context);
    return { dryRun, sources: await enrichLeads(engine, { workspaceId, wants, dryRun, ...wish }, signal) };
  },
  print: ({ dryRun, sources }) => `${sources.map((one) => lineOf(one as Enriched, dryRun)).join('\n')}\n`,
  failed: ({ sources }) => sources.length > 0 && sources.every(({ error }) => error !== null),
});

function lineOf({ source, asked, found, filled, credits, stopped, error }: Enriched, dryRun: boolean): string {
  const what = dryRun
    ? `${source}: ${asked} leads would be asked about, for at most ${credits} credits. Nothing was asked.`
    : `${source}: asked about ${asked} leads, found ${found}, filled in ${filled}; ${credits} credits.`;
  const why = stopped === null ? '' : `\n  ${reasonText(stopped).says} ${reasonText(stopped).remedy}`;
  return error === null ? `${what}${why}` : `${what}\n  ! ${error.message} (${error.code})`;
}
