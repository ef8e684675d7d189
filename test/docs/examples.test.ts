/** The examples in code: each runs as a program of its own, and prints what stands at its end. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT, readText } from '../tidy/tree.ts';

const FOLDER = 'examples/code';
const NAMES = readdirSync(join(ROOT, FOLDER)).filter((name) => /^(\d+|job)-.*\.ts$/.test(name));

test.each(NAMES)('%s', async (name) => {
  const path = `${FOLDER}/${name}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', path], { cwd: ROOT });
  expect(stdout).toBe(/\/\* Prints:\n(.*)\*\/\n$/s.exec(readText(path).text)?.[1]);
});

test('all are in the list', () => {
  const { text } = readText(`${FOLDER}/README.md`);
  expect(NAMES.filter((name) => !text.includes(`(${name})`))).toEqual([]);
});
