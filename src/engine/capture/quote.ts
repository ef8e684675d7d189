/** What a harvest would ask for and cost at most, before anything is spent: limits, what is left of them, how many a source has. */
import { affordable, monthOf } from '../../domain/source/budget.ts';
import type { SourceReason } from '../../domain/source/reasons.ts';
import type { Engine } from '../engine.ts';
import type { LeadSource } from '../source-port.ts';
import { chosenSources, type HarvestWish } from './harvest.ts';
import { budgetOf } from './purse.ts';

/** What one source would be asked for. */
export interface SourceQuote {
  readonly source: string;
  /** Leads at most; of a source that cannot tell before how many it has, all that are still missing. */
  readonly leads: number;
  /** How many it says it has, known ones too; null = it does not say. */
  readonly has: number | null;
  /** Credits at most. */
  readonly credits: number;
  readonly spentThisMonth: number;
  /** Null = nobody has set it, or it costs nothing. */
  readonly perMonth: number | null;
  readonly perRun: number | null;
  /** Why no more would be asked for; null = nothing stops it. */
  readonly stopped: SourceReason | null;
  /** What the source said instead of answering; null = it answered. */
  readonly fault: string | null;
}

/** Asks what a harvest would come to; spends nothing, stores nothing. Errors: as of `harvest`. */
export async function quoteHarvest(engine: Engine, wish: HarvestWish): Promise<SourceQuote[]> {
  const quotes: SourceQuote[] = [];
  let missing = wish.limit;
  for (const source of await chosenSources(engine, wish)) {
    const quote = await quoteOf(engine, wish, source, missing);
    missing -= quote.leads;
    quotes.push(quote);
  }
  return quotes;
}

async function quoteOf(
  engine: Engine,
  { workspaceId, credits }: HarvestWish,
  source: LeadSource,
  missing: number,
): Promise<SourceQuote> {
  const { has, fault } = await countOf(source);
  const wanted = has === null ? missing : Math.min(missing, has);
  const none = { source: source.name, has, fault, spentThisMonth: 0, perMonth: null, perRun: null };
  if (!source.budget) return { ...none, leads: wanted, credits: 0, stopped: null };
  const { perMonth, perRun, each } = budgetOf({ workspaceId, source, credits });
  const month = await engine.store.sources.spent(workspaceId, source.name, monthOf(engine.clock.now()));
  const { people, why } = affordable({ perMonth, perRun, each }, { run: 0, month }, wanted);
  return { ...none, leads: people, credits: people * each, spentThisMonth: month, perMonth, perRun, stopped: why };
}

async function countOf(source: LeadSource): Promise<Pick<SourceQuote, 'has' | 'fault'>> {
  try {
    return { has: (await source.count?.()) ?? null, fault: null };
  } catch (error) {
    return { has: null, fault: (error as Error).message };
  }
}
