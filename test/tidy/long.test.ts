/** What `npm test` leaves to the gate is there: a file that moved would be left out of nothing, or of all. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LONG } from '../long.ts';
import { ROOT } from './tree.ts';

test('each file of minutes is there, once', () => {
  expect(LONG.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(new Set(LONG).size).toBe(LONG.length);
});
