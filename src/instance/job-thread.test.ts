/** What the thread of long work is told: whoever was gone before their work began is waited for by no work. */
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { RemoteJob } from '../engine/serve/remote-job.ts';
import { type JobOrder, jobThread } from './job-thread.ts';

const orders: JobOrder[] = [];
vi.mock('node:worker_threads', () => ({
  Worker: class extends EventEmitter {
    postMessage(order: JobOrder): void {
      orders.push(order);
      if (order.kind === 'abort')
        this.emit('message', { id: order.id, refused: { code: 'ended', message: '', remedy: '' } });
    }
  },
}));

test('a job whose signal was over before it began is ended', async () => {
  const thread = jobThread({} as Parameters<typeof jobThread>[0]);
  const ended = thread.run({} as RemoteJob, { signal: AbortSignal.abort() });
  expect(orders.map(({ kind }) => kind)).toEqual(['do', 'abort']);
  await expect(ended).rejects.toMatchObject({ code: 'ended' });
});
