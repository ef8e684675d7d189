/** The note of who last sent: several that work on one server keep it in one folder. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';

let folder: string;
afterEach(() => rmSync(folder, { recursive: true }));

/** Notes so many epochs, one after the other, as one thread of a process, or one container of several with the same process number, does. */
const NOTER = `
  const { workerData } = require('node:worker_threads');
  import(workerData.module).then(async ({ notesBeside }) => {
    const notes = notesBeside(workerData.database, workerData.path);
    for (let epoch = 1; epoch <= workerData.times; epoch++) await notes.write({ token: 'T', epoch, place: 'here' });
  });`;

test('is kept by several at once, and nothing is left beside it', async () => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-notes-'));
  const module = new URL('notes.ts', import.meta.url).href;
  const workerData = { module, database: folder, path: join(folder, 'rekindle.instance'), times: 150 };
  const noters = [1, 2, 3].map(() => new Worker(NOTER, { eval: true, workerData }));
  const ended = noters.map((one) => new Promise((resolve, reject) => one.once('exit', resolve).once('error', reject)));
  expect(await Promise.all(ended)).toEqual([0, 0, 0]);
  expect(readdirSync(folder)).toEqual(['rekindle.instance']);
});
