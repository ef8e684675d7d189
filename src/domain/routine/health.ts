/** How a routine is doing, by how its last runs ended. Owns the thresholds; tells nobody (see `alert.ts`). */

/** How a run may end. */
export type RunOutcome = 'completed' | 'failed' | 'skipped';
/** How a routine is doing, best first. */
export type Health = 'healthy' | 'degraded' | 'failed';

/** The health of a routine, and what it rests on. */
export interface HealthReport {
  readonly health: Health;
  /** Failures since the last success. */
  readonly failuresInARow: number;
  readonly completed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Percent of the runs that were not skipped; null = there is none. */
  readonly successRate: number | null;
}

const FAILED_IN_A_ROW = 3;
const DEGRADED_BELOW = 50;

/** The health that the last runs give, newest first. Runs that were skipped say nothing. */
export function healthOf(outcomes: readonly RunOutcome[]): HealthReport {
  const count = (outcome: RunOutcome) => outcomes.filter((one) => one === outcome).length;
  const [completed, failed] = [count('completed'), count('failed')];
  const counted = outcomes.filter((outcome) => outcome !== 'skipped');
  const lastSuccess = counted.indexOf('completed');
  const failuresInARow = lastSuccess < 0 ? counted.length : lastSuccess;
  const successRate = counted.length === 0 ? null : (completed / counted.length) * 100;
  const health = verdict(failuresInARow, successRate);
  return { health, failuresInARow, completed, failed, skipped: count('skipped'), successRate };
}

function verdict(failuresInARow: number, successRate: number | null): Health {
  if (failuresInARow >= FAILED_IN_A_ROW) return 'failed';
  return successRate !== null && successRate < DEGRADED_BELOW ? 'degraded' : 'healthy';
}

/** The health of all together: as bad as the worst. */
export function overallHealth(healths: readonly Health[]): Health {
  if (healths.includes('failed')) return 'failed';
  return healths.includes('degraded') ? 'degraded' : 'healthy';
}
