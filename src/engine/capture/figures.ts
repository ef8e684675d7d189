/** What each source brought, what became of it and what it cost, put together from counts of the store. Decides nothing. */
import { monthOf } from '../../domain/source/budget.ts';
import type { Engine } from '../engine.ts';
import type { SourceCredits, SourceFigures } from '../store-port.ts';
import { everySource, sourcesOf } from './sources.ts';

const NOTHING_TAKEN = { created: 0, merged: 0, unchanged: 0, rejected: 0, firstAt: null, lastAt: null };
const NOTHING_YET = {
  ...{ taken: null, leads: 0, qualified: 0, contacted: 0, sent: 0, replied: 0, booked: 0, converted: 0, optedOut: 0 },
};

/** Names of the sources that leads are fetched from, in the order in which they are asked. */
export async function sourceNames(engine: Engine, workspaceId: string): Promise<string[]> {
  return (await sourcesOf(engine, workspaceId)).map(({ name }) => name);
}

/** All that brought leads or cost credits, and all that are set up, by name. */
export async function sourceReports(engine: Engine, workspaceId: string) {
  const { store, clock } = engine;
  const setUp = (await everySource(engine, workspaceId)).map(({ name, vendor = name }) => ({ name, vendor }));
  const credits = await store.sources.credits(workspaceId, monthOf(clock.now()));
  const figures = new Map((await store.sources.figures(workspaceId)).map((one) => [one.source, one]));
  const names = new Set([
    ...figures.keys(),
    ...setUp.map(({ vendor }) => vendor),
    ...credits.map(({ vendor }) => vendor),
  ]);
  return [...names].sort().map((source) => {
    const by = setUp.filter(({ vendor }) => vendor === source).map(({ name }) => name);
    const own = credits.filter(({ vendor }) => vendor === source);
    return { by, ...reportOf(figures.get(source) ?? { source, ...NOTHING_YET }, own) };
  });
}

function reportOf({ taken, ...figures }: SourceFigures, credits: readonly SourceCredits[]) {
  const { firstAt, lastAt, ...counts } = taken ?? NOTHING_TAKEN;
  const sum = (part: 'month' | 'total' | 'open') => rounded(credits.reduce((all, one) => all + one[part], 0));
  const cost = credits.length === 0 ? null : { month: sum('month'), total: sum('total'), open: sum('open') };
  return {
    ...figures,
    ...counts,
    came: counts.created + counts.merged + counts.unchanged + counts.rejected,
    credits: cost,
    creditsPerReply: cost === null || figures.replied === 0 ? null : rounded(cost.total / figures.replied),
    firstAt: isoOf(firstAt),
    lastAt: isoOf(lastAt),
  };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** Credits are shown to a hundredth. */
function rounded(credits: number): number {
  return Math.round(credits * 100) / 100;
}
