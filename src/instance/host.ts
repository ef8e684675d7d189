/**
 * What a process of the command line can do around an engine: listen for HTTP, and run the loop in a thread of its own with
 * its own connection to the database. Part of the composition root; decides nothing.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FastifyInstance } from 'fastify';
import type { Config, ConfigWords } from '../config.ts';
import { LIMITS } from '../domain/limits.ts';
import { type Host, PlaceTaken, type RunningLoop } from '../engine/ports.ts';
import type { Meter } from '../engine/serve/meter.ts';
import { jobThread } from './job-thread.ts';

/** What the engine's thread is started with: words, and the numbers that this thread reads. */
export interface EngineThreadWords extends ConfigWords {
  readonly shared: SharedArrayBuffer;
}

const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Where `npm run web` builds the web app to. */
const WEB_APP = fileURLToPath(new URL('../../app/dist', import.meta.url));

/** What the system answers where an address cannot be listened on. */
const NOT_OURS: ReadonlySet<string> = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND']);

/** Addresses that nobody else reaches. Source: RFC 6890 §2.2.2, RFC 6761 §6.3. */
const OF_THIS_MACHINE = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** The host of a process that was started with `words`; its loop counts on `meter`. HTTP is loaded only when it is asked for: it costs 60 ms. */
export function hostFor({ listen, database }: Config, words: ConfigWords, meter: Meter): Host {
  const ofProcess = { config: words.config, db: words.db, workspace: words.workspace };
  // A database in memory is this thread’s alone.
  const jobs = database === ':memory:' ? null : jobThread(ofProcess);
  return {
    ...(jobs === null ? {} : { jobs }),
    beyondMachine: !OF_THIS_MACHINE.test(listen.host),
    async listen(house) {
      const { buildHttp } = await import('../http/app.ts');
      const { exampleInput } = await import('../cli/examples.ts');
      const { agentRoutes } = await import('../mcp/http.ts');
      const app = buildHttp(house, exampleInput, WEB_APP);
      const { api } = house;
      if (api)
        void app.register(async (scope) => agentRoutes(scope, api, async () => await import('../mcp/exchange.ts')));
      try {
        return { url: await app.listen(listen), close: () => closed(app) };
      } catch (error) {
        if (NOT_OURS.has((error as NodeJS.ErrnoException).code ?? ''))
          throw new PlaceTaken(`${listen.host}:${listen.port}`);
        throw error;
      }
    },
    startLoop: () => startLoop({ ...ofProcess, shared: meter.shared }),
    agents: {
      async serve(...of) {
        const { serveStdio } = await import('../mcp/stdio.ts');
        // A thread that waits for work would keep the process of an agent that left.
        await serveStdio(...of).finally(() => jobs?.stop());
      },
      bridge: async (...of) => (await import('../mcp/stdio.ts')).bridgeStdio(...of),
    },
  };
}

/** Visitors who never end what they send are not waited for longer than a mail server. */
async function closed(app: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => app.server.closeAllConnections(), LIMITS.deliveryStopMs);
  await app.close().finally(() => clearTimeout(patience));
}

function startLoop(words: EngineThreadWords): Promise<RunningLoop> {
  const worker = new Worker(new URL(`../engine-worker${ENDING}`, import.meta.url), { workerData: words });
  const done = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the engine's thread ended with ${code}`)),
    );
  });
  const stop = async () => {
    worker.postMessage('stop');
    await done;
  };
  return new Promise((resolve, reject) => {
    done.catch(reject);
    worker.once('message', () => resolve({ done, stop }));
  });
}
