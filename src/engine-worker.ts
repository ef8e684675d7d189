/** Composition root of the engine's own thread, which `serve` starts: the loop and the routines on their own connection until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ConfigWords } from './config.ts';
import { runEngine } from './engine/serve/run.ts';
import { openWorkshop } from './instance/workshop.ts';

const stop = new AbortController();
parentPort?.once('message', () => stop.abort());

const { engine, close } = await openWorkshop(workerData as ConfigWords);
parentPort?.postMessage('ready');
try {
  await runEngine(engine, stop.signal);
} finally {
  await close();
  parentPort?.close();
}
