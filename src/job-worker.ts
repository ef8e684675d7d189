/**
 * Composition root of the thread that long work of the REST interface is done in, on its own connection to the database: pages and
 * webhooks are answered meanwhile. One job is begun after the other arrives; they end when they end.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ConfigWords } from './config.ts';
import { type Progress, Refusal } from './engine/operations/operation.ts';
import { doRemoteJob } from './engine/serve/remote-job.ts';
import type { JobAnswer, JobOrder } from './instance/job-thread.ts';
import { openWorkshop } from './instance/workshop.ts';

const EVERY_MS = 200;

const workshop = openWorkshop(workerData as ConfigWords);
const underWay = new Map<number, AbortController>();

parentPort?.on('message', (order: JobOrder) => {
  if (order.kind === 'stop') void stop();
  else if (order.kind === 'abort') underWay.get(order.id)?.abort();
  else void perform(order);
});

async function perform({ id, job, tellsProgress }: Extract<JobOrder, { readonly kind: 'do' }>): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    const { engine } = await workshop;
    const { signal } = controller;
    const progress = tellsProgress ? seldom((one) => answer({ id, progress: one })) : undefined;
    answer({ id, output: await doRemoteJob(engine, job, { signal, progress }) });
  } catch (error) {
    answer({ id, ...told(error) });
  } finally {
    underWay.delete(id);
  }
}

/** Progress comes thousands of times a second: the first word of each stage is always told, others as often as somebody can read them. */
function seldom(tell: (progress: Progress) => void): (progress: Progress) => void {
  let stage: string | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - lastAt < EVERY_MS) return;
    stage = progress.stage;
    lastAt = now;
    tell(progress);
  };
}

function told(error: unknown): Pick<JobAnswer, 'refused' | 'broken'> {
  if (error instanceof Refusal) {
    const { code, message, remedy } = error;
    return { refused: { code, message, remedy } };
  }
  const { code } = error as { readonly code?: unknown };
  return {
    broken: {
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
      name: error instanceof Error ? error.name : 'Error',
      code: typeof code === 'string' ? code : null,
    },
  };
}

function answer(given: JobAnswer): void {
  parentPort?.postMessage(given);
}

async function stop(): Promise<void> {
  for (const controller of underWay.values()) controller.abort();
  await (await workshop).close();
  parentPort?.close();
}
