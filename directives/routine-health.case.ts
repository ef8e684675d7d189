/** Runs a row of routine-health.md: runs as signs, or healths of several routines. */
import { type Health, healthOf, overallHealth, type RunOutcome } from '../src/domain/routine/health.ts';

interface Row {
  readonly runs?: string;
  readonly of?: readonly Health[];
}

const OUTCOMES: Readonly<Record<string, RunOutcome>> = { '+': 'completed', x: 'failed', '-': 'skipped' };

/** The health; the rate in whole percent. The counts must be those of the signs. */
export function run({ runs, of }: Row): Record<string, unknown> {
  if (of) return { overall: overallHealth(of) };
  const signs = [...(runs ?? '')];
  const report = healthOf(signs.map((sign) => OUTCOMES[sign] as RunOutcome));
  const counted = report.completed + report.failed + report.skipped;
  if (counted !== signs.length) throw new Error(`${counted} runs counted of ${signs.length}`);
  return {
    health: report.health,
    'in a row': report.failuresInARow,
    ...(report.successRate === null ? {} : { rate: Math.round(report.successRate) }),
  };
}
