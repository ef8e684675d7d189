/** Composition root of the engine's own thread, which `serve` starts: the loop and the routines on their own connection until it is told to stop. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { makeMeter } from './engine/serve/meter.ts';
import { runEngine } from './engine/serve/run.ts';
import type { EngineThreadWords } from './instance/host.ts';
import { openWorkshop } from './instance/workshop.ts';

/** How often it is looked whether the thread was kept from its work, and how long each look is told, ms. */
const DELAY_MS = 20;
const TOLD_MS = 15_000;
const SECOND_NS = 1e9;

const stop = new AbortController();
parentPort?.once('message', () => stop.abort());

const { shared, ...words } = workerData as EngineThreadWords;
const meter = makeMeter(shared);
const delay = monitorEventLoopDelay({ resolution: DELAY_MS });
delay.enable();
const telling = setInterval(() => {
  meter.delayed([delay.percentile(50) / SECOND_NS, delay.percentile(99) / SECOND_NS, delay.max / SECOND_NS]);
  delay.reset();
}, TOLD_MS);

const { engine, close } = await openWorkshop(words, undefined, 'full', meter);
parentPort?.postMessage('ready');
try {
  await runEngine(engine, stop.signal);
} finally {
  clearInterval(telling);
  await close();
  parentPort?.close();
}
