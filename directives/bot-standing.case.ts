/** Runs a row of bot-standing.md. */
import { commitmentBoost, readinessBoost } from '../src/domain/qualification/boosts.ts';
import { conversationFacts, engagementOf, frameOf, standingOf } from '../src/domain/qualification/standing.ts';

interface Row {
  readonly frs?: number | null;
  readonly record?: {
    readonly tags?: readonly string[];
    readonly attributes?: Readonly<Record<string, string>>;
    readonly budget?: number;
    /** Days. */
    readonly age?: number;
  };
  readonly silent?: number;
  readonly days?: readonly number[];
  readonly today?: number;
  readonly over?: string;
  readonly told?: readonly string[];
  readonly lines?: readonly string[];
  readonly flow?: 'seller' | 'buyer';
}

const DAY_MS = 86_400_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const on = (day: number) => START + day * DAY_MS;

export function run({ record = {}, today = 0, ...row }: Row): Readonly<Record<string, unknown>> {
  const { tags = [], attributes = {}, budget = null, age = 0 } = record;
  const known = { tags, attributes, budget };
  if (row.lines) return standing({ flow: row.flow ?? 'seller', told: row.told }, known, row.lines, on(today));
  if (row.days) return { engagement: engagementOf(row.days.map(on), START, on(today), row.over ?? null) };
  if (row.silent !== undefined) {
    const { points, reason } = commitmentBoost(row.silent * DAY_MS);
    return { active: points, why: reason?.code ?? null };
  }
  if (row.frs !== undefined) return { frame: frameOf(row.frs) };
  const { points, reason } = readinessBoost(known, age * DAY_MS);
  return { boost: points, why: reason?.code ?? null };
}

function standing(
  { flow, told }: { readonly flow: 'seller' | 'buyer'; readonly told: readonly string[] | undefined },
  known: Parameters<typeof readinessBoost>[0],
  texts: readonly string[],
  now: number,
) {
  const rules = { flow, mode: 'simple', ...(told && { told }) } as const;
  const lines = texts.map((line) => ({ at: on(Number.parseInt(line, 10)), text: line.replace(/^\d+ /, '') }));
  const of = standingOf(rules, known, { startedAt: START, lines, now });
  const { readiness, commitment, frame, engagement, side, step, persona } = of;
  return {
    frs: readiness.score,
    pcs: commitment.score,
    label: readiness.label,
    frame,
    engagement,
    ...{ side, step, persona },
    facts: conversationFacts(of, lines.length),
  };
}
