/** Composition root of the engine's own thread, which `serve` starts: the loop on its own connection until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ConfigWords } from './config.ts';
import { work } from './engine/loop.ts';
import { openWorkshop } from './instance/workshop.ts';

const stop = new AbortController();
parentPort?.once('message', () => stop.abort());

const { engine, workspaceId, close } = await openWorkshop(workerData as ConfigWords);
parentPort?.postMessage('ready');
try {
  await work(engine, [workspaceId], stop.signal);
} finally {
  await close();
  parentPort?.close();
}
