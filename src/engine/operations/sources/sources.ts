/** Operations that tell what sources brought, what became of it, and what it cost. */
import { z } from 'zod';
import { sourceNames, sourceReports } from '../../capture/figures.ts';
import { workspaceOf } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const Report = z.object({
  source: z.string(),
  /** Names of what it is fetched by; empty = it comes by itself, or by hand. */
  by: z.array(z.string()),
  came: z.number(),
  created: z.number(),
  merged: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  leads: z.number(),
  qualified: z.number(),
  contacted: z.number(),
  sent: z.number(),
  replied: z.number(),
  booked: z.number(),
  converted: z.number(),
  optedOut: z.number(),
  credits: z.object({ month: z.number(), total: z.number(), open: z.number() }).nullable(),
  creditsPerReply: z.number().nullable(),
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
});

/** `source list`. */
export const sourceList = operation({
  noun: 'source',
  verb: 'list',
  command: 'source list',
  summary: 'Where leads come from: how many came, what became of them, what they cost',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ order: z.array(z.string()), sources: z.array(Report) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'source list', says: 'a lead counts where it first came from' }],
  async run(context) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    return { order: await sourceNames(engine, workspaceId), sources: await sourceReports(engine, workspaceId) };
  },
  print: ({ order, sources }) => `${[orderLine(order), HEAD, ...sources.map(rowOf)].join('\n')}\n`,
});

/** `source show`. */
export const sourceShow = operation({
  noun: 'source',
  verb: 'show',
  command: 'source show',
  summary: 'One source of leads: how many came, what became of them, what they cost',
  kind: 'query',
  input: z.strictObject({ source: z.string().min(1).describe('as source list names it, or the name of a connection') }),
  output: Report,
  positional: ['source'],
  errors: ['no-such-source'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'source show apollo', says: '' }],
  async run(context, { source }) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const reports = await sourceReports(engine, workspaceId);
    const found = reports.find((one) => one.source === source) ?? reports.find(({ by }) => by.includes(source));
    if (found) return found;
    const there = reports.map((one) => one.source).join(', ') || 'none yet';
    throw new Refusal('no-such-source', `nothing has come from “${source}”`, `there are: ${there}`);
  },
  print: (report) => `${linesOf(report).join('\n')}\n`,
});

type Told = z.output<typeof Report>;

function orderLine(order: readonly string[]): string {
  return order.length === 0 ? 'Nothing is fetched.' : `Asked in this order: ${order.join(', ')}.`;
}

const COLUMNS = ['leads', 'qualified', 'contacted', 'replied', 'booked', 'rejected'] as const;
const WIDTH = 10;
const NAME_WIDTH = 24;
const HEAD = ['source'.padEnd(NAME_WIDTH), ...[...COLUMNS, 'credits'].map((name) => name.padStart(WIDTH))].join('');

function rowOf(report: Told): string {
  const counts = COLUMNS.map((name) => String(report[name]).padStart(WIDTH));
  return [report.source.padEnd(NAME_WIDTH), ...counts, String(report.credits?.total ?? '-').padStart(WIDTH)].join('');
}

function linesOf(report: Told): string[] {
  const { source, by, came, created, merged, unchanged, rejected, leads, qualified, contacted, sent, credits } = report;
  const cost = credits
    ? [
        `  ${credits.total} credits, ${credits.month} of them this month; ${credits.open} are set aside for answers that are still to come, or were lost`,
      ]
    : [];
  return [
    `${source}${by.length === 0 ? '' : `, fetched by ${by.join(', ')}`}`,
    `  ${came} records: ${created} new, ${merged} merged, ${unchanged} unchanged, ${rejected} rejected`,
    `  ${leads} leads now: ${qualified} qualified, ${contacted} contacted with ${sent} messages`,
    `  ${report.replied} replied, ${report.booked} booked, ${report.converted} converted, ${report.optedOut} opted out`,
    ...cost,
    ...(report.creditsPerReply === null ? [] : [`  ${report.creditsPerReply} credits a reply`]),
  ];
}
