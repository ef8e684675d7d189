/**
 * Completing known leads: sources are asked, in order, about those that lack what is wanted, and what they tell fills only what is empty.
 * Ten leads are a question and a transaction. Owns the order and the counts; who is asked about is `domain/source/wants`, what it may
 * cost the purse's.
 */
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import { affordable, monthOf } from '../../domain/source/budget.ts';
import type { SourceReason } from '../../domain/source/reasons.ts';
import { whyNotAsked } from '../../domain/source/wants.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { Enricher, LeadSource } from '../source-port.ts';
import { captureBatch } from './capture.ts';
import { takeLater } from './later.ts';
import { budgetOf, type OpenPurse, openPurse } from './purse.ts';
import { everySource } from './sources.ts';

const DAY_MS = 86_400_000;

/** What is asked for. */
export interface EnrichWish {
  readonly workspaceId: string;
  /** Leads that are asked about at most, of each source. */
  readonly limit: number;
  /** Fields that are wanted. */
  readonly wants: readonly string[];
  /** Name of the only source; null = all, in their order. */
  readonly source: string | null;
  /** Credits that each source may cost at most, beside its own limits. */
  readonly credits?: number | undefined;
  /** Whoever was asked about within so many days is not asked about again. */
  readonly againDays: number;
  /** Nothing is asked and nothing spent. */
  readonly dryRun: boolean;
}

/** What came of one source. */
export interface Enriched {
  readonly source: string;
  /** Leads that lack something and could be asked about; in a dry run as many as would be. */
  readonly asked: number;
  readonly found: number;
  /** Leads of which something was filled in. */
  readonly filled: number;
  /** Spent or set aside; in a dry run at most. */
  readonly credits: number;
  readonly stopped: SourceReason | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

type Counts = { asked: number; found: number; filled: number };
type Able = LeadSource & { readonly enricher: Enricher };

/** Asks the sources. Errors: refusals `no-source-configured`, `no-such-source`. */
export async function enrichLeads(engine: Engine, wish: EnrichWish, signal: AbortSignal): Promise<Enriched[]> {
  const reports: Enriched[] = [];
  for (const source of await ableSources(engine, wish)) {
    if (!signal.aborted)
      reports.push(await (wish.dryRun ? quote(engine, wish, source) : complete(engine, wish, source, signal)));
  }
  return reports;
}

async function ableSources(engine: Engine, { workspaceId, source }: EnrichWish): Promise<readonly Able[]> {
  const able = (await everySource(engine, workspaceId)).filter((one): one is Able => one.enricher !== undefined);
  if (able.length === 0) {
    const remedy =
      'set enrich=yes of a connection that can tell more of leads: rekindle connection rotate NAME --set enrich=yes';
    throw new Refusal('no-source-configured', 'no source is set up that completes leads', remedy);
  }
  const chosen = able.filter(({ name }) => source === null || name === source);
  if (chosen.length > 0) return chosen;
  const there = able.map(({ name }) => name).join(', ');
  throw new Refusal('no-such-source', `there is no source “${source}” that completes leads`, `there are: ${there}`);
}

async function quote(engine: Engine, wish: EnrichWish, source: Able): Promise<Enriched> {
  const { workspaceId, credits } = wish;
  let wanted = 0;
  for await (const { length } of questions(engine, wish, source)) wanted += length;
  const budget = budgetOf({ workspaceId, source, credits });
  const month = await engine.store.sources.spent(workspaceId, source.name, monthOf(engine.clock.now()));
  const { people, why } = source.budget ? affordable(budget, { run: 0, month }, wanted) : { people: wanted, why: null };
  const cost = source.budget ? people * budget.each : 0;
  return { source: source.name, asked: people, found: 0, filled: 0, credits: cost, stopped: why, error: null };
}

async function complete(engine: Engine, wish: EnrichWish, source: Able, signal: AbortSignal): Promise<Enriched> {
  const { workspaceId, credits } = wish;
  const purse = openPurse(engine, { workspaceId, source, credits });
  const counts: Counts = { asked: 0, found: 0, filled: 0 };
  if (source.later) await takeLater(engine, workspaceId, source);
  let end: AskEnd = null;
  for await (const leads of questions(engine, wish, source)) {
    if (signal.aborted) break;
    end = await ask(engine, wish, source, leads, purse, counts);
    if (end !== null) break;
  }
  return { source: source.name, ...counts, credits: purse.spent, ...(end ?? GOES_ON) };
}

/** Leads that are asked about, as many at once as one question is about. */
async function* questions(engine: Engine, wish: EnrichWish, source: Able): AsyncGenerator<readonly Lead[], void, void> {
  const { workspaceId, againDays } = wish;
  const wants = wish.wants.filter((field) => source.enricher.tells.includes(field));
  const askedSince = engine.clock.now() - againDays * DAY_MS;
  const page = { workspaceId, source: source.name, limit: LIMITS.enrichPage, askedSince };
  let left = wish.limit;
  for (let after: string | null = ''; after !== null && left > 0; ) {
    const { leads, last } = await engine.store.sources.toEnrich({
      ...page,
      after,
      suppressionKeys: engine.suppressionKeys,
    });
    const worth = leads.filter((lead) => whyNotAsked(lead, wants) === null).slice(0, left);
    left -= worth.length;
    for (let from = 0; from < worth.length; from += LIMITS.enrichedAtOnce) {
      yield worth.slice(from, from + LIMITS.enrichedAtOnce);
    }
    after = last;
  }
}

/** What stops a source; null = nothing. */
type AskEnd = Pick<Enriched, 'stopped' | 'error'> | null;
const GOES_ON = { stopped: null, error: null };

/** One question: what it tells is stored before it is noted that it was asked. What stops the source; null = nothing. */
async function ask(
  engine: Engine,
  { workspaceId }: EnrichWish,
  source: Able,
  leads: readonly Lead[],
  purse: OpenPurse,
  counts: Counts,
): Promise<AskEnd> {
  const answer = await source.enricher.enrich(leads.map(questionOf), purse);
  if (answer.kind === 'failed') return { stopped: null, error: { code: answer.code, message: answer.detail } };
  const { drafts, stopped } = answer;
  const asked = leads.slice(0, drafts.length);
  const found = asked.flatMap(({ id }, at) => {
    const draft = drafts[at];
    return draft ? [{ line: at + 1, draft, leadId: id }] : [];
  });
  const batch = {
    workspaceId,
    source: source.vendor ?? source.name,
    importId: null,
    mode: 'fill',
    progress: null,
  } as const;
  const { traces } = await captureBatch(engine, { ...batch, drafts: found });
  const known = new Set(found.map(({ leadId }) => leadId));
  const notes = asked.map(({ id }) => ({ id, found: known.has(id) }));
  await engine.store.sources.asked(workspaceId, source.name, notes, engine.clock.now());
  counts.asked += asked.length;
  counts.found += found.length;
  counts.filled += traces.filter(({ fields = [] }) => fields.length > 0).length;
  return stopped === null ? null : { stopped, error: null };
}

function questionOf({ values }: Lead) {
  const { firstName, lastName, fullName, email, domain, company, linkedinUrl } = values;
  return { firstName, lastName, fullName, email, domain, company, linkedinUrl, externalId: null };
}
