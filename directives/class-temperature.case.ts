/** Runs a row of class-temperature.md; what a row leaves out is not known, and the lead is invited. */
import type { Confidence } from '../src/domain/course/reflection.ts';
import { temperatureOf } from '../src/domain/course/temperature.ts';

interface Row {
  readonly invited?: boolean;
  readonly completion?: number;
  readonly started?: number;
  readonly active?: number;
  readonly quiz?: number;
  readonly attempts?: number;
  readonly sure?: Confidence;
  readonly part?: string;
}

const NOW = Date.UTC(2026, 2, 1, 8);
const DAY_MS = 86_400_000;
const daysAgo = (days: number | undefined) => (days === undefined ? null : NOW - Math.round(days * DAY_MS));

export function run(row: Row): Readonly<Record<string, unknown>> {
  const { score, signal, components } = temperatureOf(
    {
      isInvited: row.invited ?? true,
      completion: row.completion ?? null,
      startedAt: daysAgo(row.started),
      lastActivityAt: daysAgo(row.active),
      quizAverage: row.quiz ?? null,
      attemptsAverage: row.attempts ?? null,
      confidence: row.sure ?? null,
    },
    NOW,
  );
  const part = components.find(({ name }) => name === row.part);
  return {
    score,
    signal,
    codes: components.map(({ reason }) => reason.code.replace(/^class-/, '')),
    points: part?.points ?? 0,
    why: part?.reason.code ?? 'none',
  };
}
