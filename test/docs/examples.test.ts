/** The examples in code: each prints what stands at its end. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { ROOT, readText } from '../tidy/tree.ts';

const FOLDER = 'examples/code';
const NAMES = readdirSync(join(ROOT, FOLDER)).filter((name) => /^(\d+|job)-.*\.ts$/.test(name));
const PROCESS = join(import.meta.dirname, 'examples-process.ts');
const ALL_MS = 120_000;

let printed: ReadonlyMap<string, string>;

beforeAll(async () => {
  const paths = NAMES.map((name) => join(ROOT, FOLDER, name));
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', PROCESS, ...paths], { cwd: ROOT });
  const lines = stdout.trim().split('\n');
  printed = new Map(
    lines.map((line, i) => [NAMES[i] as string, (JSON.parse(line) as { readonly printed: string }).printed]),
  );
}, ALL_MS);

test.each(NAMES)('%s', (name) => {
  expect(printed.get(name)).toBe(/\/\* Prints:\n(.*)\*\/\n$/s.exec(readText(`${FOLDER}/${name}`).text)?.[1]);
});

test('all are in the list', () => {
  const { text } = readText(`${FOLDER}/README.md`);
  expect(NAMES.filter((name) => !text.includes(`(${name})`))).toEqual([]);
});
