/**
 * One attempt at a run: its work within its time-out, its lease kept meanwhile, its end written under its fence. Whatever the work
 * does, it ends here: a failure is a value, tried again or not; a stop gives the run back; a lost lease writes nothing.
 */
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '../../domain/limits.ts';
import { retryAt } from '../../domain/routine/retry.ts';
import { settingsOf } from '../../domain/routine/routine.ts';
import type { Engine } from '../engine.ts';
import { waitOut } from '../instance/patience.ts';
import { type Progress, Refusal } from '../operations/operation.ts';
import type { RoutineRecord, RoutineRun, RunEnd } from '../store-port.ts';
import { alertJudge } from './alerts.ts';
import { LEASE_MS } from './plan.ts';
import { stackOf, type WorkOrder, type WorkReport, workOf } from './work.ts';

/** Why an attempt was cut short. */
type Cut = 'stop' | 'timeout' | 'taken-over';

/** How an attempt is made. */
export interface RunHow {
  /** Ends it between two batches. */
  readonly signal: AbortSignal;
  /** Told how far it is; absent = nobody wants to know. */
  progress?(progress: Progress): void;
}

/** Makes one attempt at a run that this process holds; how it ended, null = it is somebody else's by now. */
export async function performRun(
  engine: Engine,
  routine: RoutineRecord,
  run: RoutineRun,
  { signal, progress = () => undefined }: RunHow,
): Promise<RunEnd | null> {
  const end = await new Attempt(engine, routine, run, progress).make(signal);
  if (end === null) return null;
  const finish = () => engine.store.routines.finish(end, alertJudge(engine));
  return (await waitOut(engine, { mostMs: LEASE_MS, signal, afterStopMs: LIMITS.routineStopMs }, finish)) ? end : null;
}

class Attempt {
  readonly #engine: Engine;
  readonly #routine: RoutineRecord;
  readonly #run: RoutineRun;
  readonly #progress: WorkOrder['progress'];
  readonly #cut = new AbortController();

  constructor(engine: Engine, routine: RoutineRecord, run: RoutineRun, progress: WorkOrder['progress']) {
    this.#engine = engine;
    this.#routine = routine;
    this.#run = run;
    this.#progress = progress;
  }

  async make(signal: AbortSignal): Promise<RunEnd | null> {
    const settings = settingsOf(this.#routine.name, this.#routine.said);
    const stop = () => this.#cut.abort('stop');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const over = new AbortController();
    const late = pause(settings.timeoutMs, undefined, { signal: over.signal, ref: false });
    late.then(() => this.#cut.abort('timeout'), ignoreAbort);
    const heart = setInterval(() => this.#keep().catch(this.#lost), LEASE_MS / 3);
    // Only the work itself keeps its process alive.
    heart.unref();
    try {
      return this.#endOf(await this.#work(over.signal));
    } finally {
      clearInterval(heart);
      over.abort();
      signal.removeEventListener('abort', stop);
    }
  }

  /** The work's report or its error; where it is cut short and does not end, neither. */
  async #work(over: AbortSignal): Promise<WorkReport | Failure> {
    const { workspaceId, name, said } = this.#routine;
    const how = { signal: this.#cut.signal, progress: this.#progress };
    const order = { engine: this.#engine, workspaceId, settings: settingsOf(name, said), ...how };
    const work = Promise.resolve()
      .then(() => workOf(this.#routine, order))
      .catch((error: unknown) => new Failure(error));
    return Promise.race([work, this.#outOfPatience(over)]);
  }

  async #outOfPatience(over: AbortSignal): Promise<Failure> {
    await new Promise<void>((resolve) => {
      if (this.#cut.signal.aborted) resolve();
      else this.#cut.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await pause(LIMITS.routineStopMs, undefined, { signal: over, ref: false }).catch(ignoreAbort);
    return new Failure(new Error('the work did not end when it was told to'));
  }

  async #keep(): Promise<void> {
    const { store } = this.#engine;
    if (!(await store.routines.keep(this.#run, (await store.now()) + LEASE_MS))) this.#cut.abort('taken-over');
  }

  readonly #lost = (error: unknown): void => {
    this.#engine.log.error('the lease of a routine could not be kept', {
      routine: this.#run.routine,
      error: String(error),
    });
  };

  #endOf(result: WorkReport | Failure): RunEnd | null {
    const cut = this.#cut.signal.aborted ? (this.#cut.signal.reason as Cut) : null;
    if (cut === 'taken-over') return null;
    const report = result instanceof Failure ? NOTHING_DONE : result;
    if (cut === 'stop')
      return this.#ended(report, { retryAt: this.#engine.clock.now(), attempts: this.#run.attempts - 1 });
    if (cut === 'timeout') return this.#failed(report, { code: 'routine-timeout', error: null, refused: false });
    if (result instanceof Failure) return this.#failed(report, this.#told(result.error));
    if (report.error !== undefined) {
      return this.#failed(report, { code: 'routine-failed', error: report.error, refused: false });
    }
    return this.#ended(report, {});
  }

  /** A refusal is an answer; anything else that was thrown is loud. */
  #told(error: unknown): Told {
    if (error instanceof Refusal) return { code: error.code, error: error.message, refused: true };
    this.#engine.log.error('a routine broke off', { routine: this.#run.routine, error: stackOf(error) });
    return { code: 'routine-failed', error: String(error), refused: false };
  }

  #failed(report: WorkReport, { code, error, refused }: Told): RunEnd {
    const { retries } = settingsOf(this.#routine.name, this.#routine.said);
    const { attempts } = this.#run;
    const again = retryAt({ attempts, retries, refused, now: this.#engine.clock.now() });
    const what = { code, error: error?.slice(0, LIMITS.routineCharacters) ?? null };
    return again === null
      ? { ...this.#ended(report, {}), ...what, state: 'failed' }
      : { ...this.#ended(report, { retryAt: again }), ...what };
  }

  #ended(report: WorkReport, part: Partial<RunEnd>): RunEnd {
    const { processed, succeeded, failed, details, skipped = null } = report;
    const { workspaceId, routine, slotAt, attempts, fence } = this.#run;
    const waits = part.retryAt !== undefined;
    return {
      workspaceId,
      routine,
      slotAt,
      attempts,
      fence,
      state: waits ? 'waiting' : skipped === null ? 'completed' : 'skipped',
      retryAt: null,
      finishedAt: waits ? null : this.#engine.clock.now(),
      processed,
      succeeded,
      failed,
      code: skipped,
      error: null,
      details: small(details),
      ...part,
    };
  }
}

/** What is thrown by work, as a value. */
class Failure {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

interface Told {
  readonly code: string;
  readonly error: string | null;
  readonly refused: boolean;
}

const NOTHING_DONE: WorkReport = { processed: 0, succeeded: 0, failed: 0, details: {} };

/** What is kept of what the work says: plain JSON, and not too much of it. */
function small(details: WorkReport['details']): RunEnd['details'] {
  const text = JSON.stringify(details);
  if (text.length > LIMITS.routineCharacters) return { tooLong: text.length };
  return JSON.parse(text) as RunEnd['details'];
}

function ignoreAbort(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}
