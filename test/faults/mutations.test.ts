/**
 * The simulator finds what it is there for: each deliberate fault of the engine or the store comes to light within a thousand
 * seeds. Without this a thousand green runs would prove that nobody looks.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { ROOT, readText } from '../tidy/tree.ts';
import { mutated } from './mutation.ts';
import { COMMON, MUTATIONS } from './mutations.ts';

const PROCESS = join(import.meta.dirname, 'mutation-process.ts');
const HUNT_MS = 600_000;
const SEEDS = 1_000;
/** Before a release all are hunted, by the gate every second, by `npm test` every sixth. */
const STEP = RELEASE ? 1 : THOROUGH ? 2 : 6;
const HUNTED = COMMON.map(({ name }) => name).filter((_, index) => index % STEP === 0);

interface Found {
  readonly name: string;
  readonly found: { readonly seed: number; readonly breach: string } | null;
  readonly seconds: number;
}

let hunt: readonly Found[];

beforeAll(async () => {
  const args = ['--no-warnings', PROCESS, ...[0, COMMON.length - 1, SEEDS, STEP].map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  hunt = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Found);
}, HUNT_MS);

describe('a thousand seeds find it when', () => {
  test.each(HUNTED.map((name, index) => [name, index] as const))('%s', (name, index) => {
    const { name: hunted, found } = hunt[index] as Found;
    expect(hunted).toBe(name);
    expect(found).not.toBeNull();
  });
});

describe('a mutation', () => {
  test.each(
    MUTATIONS.flatMap(({ name, edits }) => edits.map((edit) => [name, edit] as const)),
  )('changes the source as it stands: %s', (_, edit) => {
    const { text } = readText(edit.file);
    expect(mutated(text, edit)).not.toBe(text);
  });

  test('whose text is not there, or twice, is none', () => {
    const edit = { file: 'a.ts', from: 'fence', to: '' };
    expect(() => mutated('no such word', edit)).toThrow('a.ts has 0 times: fence');
    expect(() => mutated('fence and fence', edit)).toThrow('a.ts has 2 times: fence');
  });
});
