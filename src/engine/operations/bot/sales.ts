/** Operations on homes that were sold: taken in from a table, and what a lead's home may be worth by them. */
import { z } from 'zod';
import { DAY_MS } from '../../../domain/calendar/day.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { PlacedSale } from '../../store-port.ts';
import { readSales, type SaleRow } from '../../valuation/sales-file.ts';
import { SALES_KEPT_DAYS, valueHome } from '../../valuation/valuations.ts';
import { campaignOfLead, campaignOfLeadRef, leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';
import { estimate, told } from './valuations.ts';

/** `valuation import`: sales come in. */
export const valuationImport = operation({
  noun: 'valuation',
  verb: 'import',
  command: 'valuation import',
  summary: 'Take in a table of homes that were sold; leads’ homes are valued by those of their place',
  kind: 'command',
  input: z.strictObject({
    file: z
      .string()
      .min(1, 'name a file')
      .describe(
        'table: address, zip or city, price, sold (2026-01-31), and sqft, beds, baths, year, condition as known',
      ),
  }),
  output: z.object({
    added: z.number(),
    known: z.number().describe('there before: the same place, day and address'),
    skipped: z.number().describe('rows without a price, a day or a place that can be read'),
  }),
  positional: ['file'],
  errors: ['file-not-found', 'file-missing', 'no-such-column'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'valuation import sales.csv', says: 'the same file twice changes nothing' }],
  async run({ engine, workspaceId }, { file }) {
    const { sales, skipped } = await readSales(await engine.sources.openTable(file), LIMITS.importedSales);
    const placed = sales.flatMap(placedIn);
    const now = engine.clock.now();
    const added = await engine.store.sales.add(workspaceId, placed, { now, before: now - SALES_KEPT_DAYS * DAY_MS });
    return { added, known: placed.length - added, skipped: skipped + sales.length - placed.length };
  },
});

/** Whole dollars; a sale of nothing, or nowhere, is none. */
function placedIn({ sale, place }: SaleRow): PlacedSale[] {
  const price = Math.round(sale.price);
  return place === null || price < 1 ? [] : [{ sale: { ...sale, price }, place }];
}

/** `valuation show`: what a lead's home may be worth. */
export const valuationShow = operation({
  noun: 'valuation',
  verb: 'show',
  command: 'valuation show',
  summary: 'What a lead’s home may be worth today, by the sales of its place that were taken in',
  kind: 'query',
  input: z.strictObject({ lead: leadRef, campaign: campaignOfLeadRef }),
  output: estimate,
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-such-campaign', 'no-campaign', 'which-campaign', 'no-home'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'valuation show ann@acme.example', says: 'every sale with what was adjusted' }],
  async run(context, { lead, campaign: ref }) {
    const { engine, workspaceId } = context;
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const campaign = await campaignOfLead(context, leadId, ref);
    const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    const enrollment = story?.enrollments.filter(({ campaignId }) => campaignId === campaign.id).at(-1);
    const decision = story?.decisions.find(({ id }) => id === enrollment?.decisionId);
    const none = new Refusal(
      'no-home',
      'nobody knows where the home of this lead stands',
      'import its zip or city, and assess',
    );
    if (!enrollment || !decision) throw none;
    await engine.playbooks.refresh();
    const { playbook } = engine.playbooks.get(enrollment.playbookHash);
    const of = { known: JSON.parse(decision.facts), at: engine.clock.now() };
    const { home, valuation } = await valueHome(engine, workspaceId, playbook, of);
    if (valuation === null) throw none;
    return told(home.address, valuation, 0);
  },
});
