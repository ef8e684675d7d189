/** The thread that long work of the REST interface and of agents is done in: begun with the first job, ended with the process. Carries, decides nothing. */
import { Worker } from 'node:worker_threads';
import type { ConfigWords } from '../config.ts';
import { type Progress, Refusal } from '../engine/operations/operation.ts';
import type { JobThread } from '../engine/ports.ts';
import type { RemoteHow, RemoteJob } from '../engine/serve/remote-job.ts';

const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** What the thread is told. */
export type JobOrder =
  | { readonly kind: 'do'; readonly id: number; readonly job: RemoteJob; readonly tellsProgress: boolean }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'stop' };

/** What it answers: how far it is, as often as that is; at last one of the other three. */
export interface JobAnswer {
  readonly id: number;
  readonly progress?: Progress;
  readonly output?: unknown;
  readonly refused?: { readonly code: string; readonly message: string; readonly remedy: string };
  readonly broken?: { readonly stack: string; readonly name: string; readonly code: string | null };
}

interface Waiting extends Pick<RemoteHow, 'progress'> {
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** A thread on the database that these words name. One that ends by itself fails what it had, and the next job begins another. */
export function jobThread(words: ConfigWords): JobThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;
  const ended = (error: Error) => {
    thread = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const begin = (): Worker => {
    const begun = new Worker(new URL(`../job-worker${ENDING}`, import.meta.url), { workerData: words });
    begun.on('message', (given: JobAnswer) => settle(waiting, given));
    begun.once('error', ended);
    begun.once('exit', () => ended(new Error('the thread of long work ended')));
    thread = begun;
    return begun;
  };
  return {
    run(job, { signal, progress }) {
      const to = thread ?? begin();
      const id = ++last;
      const tell = (order: JobOrder) => to.postMessage(order);
      const abort = () => tell({ kind: 'abort', id });
      signal.addEventListener('abort', abort, { once: true });
      return new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject, progress });
        tell({ kind: 'do', id, job, tellsProgress: progress !== undefined });
        if (signal.aborted) abort();
      }).finally(() => signal.removeEventListener('abort', abort));
    },
    async stop() {
      if (thread === null) return;
      const over = new Promise((resolve) => thread?.once('exit', resolve));
      thread.postMessage({ kind: 'stop' } satisfies JobOrder);
      await over;
    },
  };
}

function settle(waiting: Map<number, Waiting>, { id, progress, output, refused, broken }: JobAnswer): void {
  const one = waiting.get(id);
  if (progress) {
    one?.progress?.(progress);
    return;
  }
  waiting.delete(id);
  if (refused) one?.reject(new Refusal(refused.code, refused.message, refused.remedy));
  else if (broken) one?.reject(Object.assign(new Error(broken.stack), { name: broken.name, code: broken.code }));
  else one?.resolve(output);
}
