/**
 * What shipped code says about itself and never contains. Each rule is shown to fire on a planted fault below.
 */
import { describe, expect, test } from 'vitest';
import { filesUnder, parseSource, readText, shippedPaths } from './tree.ts';
import * as words from './words.ts';

const CODE_FOLDERS = ['src', 'test', 'scripts', 'bench', 'bin', 'directives', '.ci'];
const shipped = shippedPaths().map(readText);
const allCode = CODE_FOLDERS.flatMap((folder) => filesUnder(folder, '.ts', '.mjs', 'run')).map(readText);
/** This folder plants what it forbids. */
/** The one file of the engine that reads the system's clock: the real Clock itself. */
const REAL_CLOCK = 'src/engine/clock.ts';
const code = allCode.filter(({ path }) => !path.startsWith('test/tidy/'));
const tests = allCode.filter(({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/tidy/'));

describe('shipped code', () => {
  test('every file opens by saying what it owns', () => {
    expect(shipped.flatMap(words.withoutOpening)).toEqual([]);
  });

  test('every export has a docstring', () => {
    expect(shipped.flatMap(words.withoutDocstring)).toEqual([]);
  });

  test('nothing is unfinished, silenced, bound to a machine or to the number of an issue', () => {
    expect(code.flatMap(words.withForbiddenWords)).toEqual([]);
  });

  test('a skipped test says why', () => {
    expect(tests.flatMap(words.withSilentSkip)).toEqual([]);
  });

  test('only the store has SQL', () => {
    const outside = shipped.filter(({ path }) => !path.startsWith('src/store/'));
    expect(outside.map(parseSource).flatMap(words.withSql)).toEqual([]);
  });

  test('domain and engine read no clock, chance or environment', () => {
    const pure = shipped.filter(({ path }) => /^src\/(domain|engine)\//.test(path) && path !== REAL_CLOCK);
    expect(pure.map(parseSource).flatMap(words.withImpurity)).toEqual([]);
  });

  test('no import hides from the room rules', () => {
    const walled = shipped.filter(({ path }) => /^src\/\w+\//.test(path) && !path.startsWith('src/testing/'));
    expect(walled.flatMap(words.withHiddenImport)).toEqual([]);
  });
});

describe('the rules fire', () => {
  const file = (text: string) => ({ path: 'src/planted.ts', text });
  const source = (text: string) => parseSource(file(text));

  test.each(["import a from './a.ts';\n", '/** */\nconst a = 1;\n', '// words\n'])('no opening: %j', (text) => {
    expect(words.withoutOpening(file(text))).toHaveLength(1);
  });

  test('an opening passes', () => {
    expect(words.withoutOpening(file('#!/usr/bin/env node\n/** Owns a. */\n'))).toEqual([]);
  });

  test.each([
    'export const a = 1;\n',
    '/** File. */\nexport const a = 1;\n/** B. */\nexport const b = 1;\n',
    '/** File. */\n\n/** Other. */\nconst b = 1;\nexport function a() {}\n',
    '/** File. */\n// not a docstring\nexport interface A {}\n',
    '/** File. */\nimport b from "./b.ts";\nexport type A = 1;\n',
  ])('no docstring: %j', (text) => {
    expect(words.withoutDocstring(file(text))).toHaveLength(1);
  });

  test.each([
    '/** File. */\n\n/** A. */\nexport const a = 1;\n',
    '/** File and A. */\nexport const a = 1;\n',
    '/** File. */\n\n/**\n * A.\n */\nexport async function a() {}\n',
    "/** File. */\nexport { a } from './a.ts';\nexport * from './b.ts';\n",
    '/** File. */\n\n/** A. */\nexport function a(x: 1): 1;\nexport function a(x: 2): 2;\n',
  ])('a docstring: %j', (text) => {
    expect(words.withoutDocstring(file(text))).toEqual([]);
  });

  test.each([
    '// TODO later',
    '// see #123',
    '// Issue 12 says so',
    "const a = '/home/ann/leads.csv';",
    "const a = '/mnt/disk/x';",
    'const a = "C:\\Users";',
    '// @ts-ignore',
    '// biome-ignore lint: no',
  ])('forbidden: %s', (text) => {
    expect(words.withForbiddenWords(file(text))).toHaveLength(1);
  });

  test.each([
    "const colour = '#123abc';",
    "const url = 'https://example.com/home/ann';",
    '// an issue with 2 causes',
    "const path = './tmp/x';",
    '// UTS #46 says so',
    "const rule = 'src/domain/score/tier.ts#tierOf';",
  ])('allowed: %s', (text) => {
    expect(words.withForbiddenWords(file(text))).toEqual([]);
  });

  test.each([
    "test.skip('a', () => {});",
    "describe.skipIf(x)('a', () => {});",
    "// why\ntest.only('a');",
    "it.todo('a');",
  ])('a silent skip: %j', (text) => {
    expect(words.withSilentSkip(file(text))).toHaveLength(1);
  });

  test.each([
    "// needs a server\ntest.skip('a');",
    "test.skipIf(absent)('a'); // the data folder is absent",
  ])('a skip with a reason: %j', (text) => {
    expect(words.withSilentSkip(file(text))).toEqual([]);
  });

  test.each([
    "const a = 'SELECT id FROM lead';",
    'const a = `SELECT id\n  FROM lead`;',
    "const a = 'INSERT INTO lead VALUES (1)';",
    "const a = 'INSERT OR IGNORE INTO lead';",
    "const a = 'UPDATE lead SET a = 1';",
    "const a = 'DELETE FROM lead';",
    "const a = 'PRAGMA data_version';",
  ])('SQL: %s', (text) => {
    expect(words.withSql(source(text))).toHaveLength(1);
  });

  test('prose is no SQL', () => {
    expect(words.withSql(source("const a = 'Select a lead from the list; update it, delete from here.';"))).toEqual([]);
  });

  test.each([
    'const a = Math.random();',
    "const a = Math['random']();",
    'const { random } = Math;',
    'const m = Math;',
    'const a = Temporal.Now.instant();',
    'const a = Date.now();',
    'const a = new Date();',
    'const a = performance.now();',
    'const a = globalThis.Date;',
    'const a = process.env.HOME;',
    'const a = crypto.randomUUID();',
  ])('impure: %s', (text) => {
    expect(words.withImpurity(source(text)).length).toBeGreaterThan(0);
  });

  test.each([
    'const a = Math.max(1, 2);',
    'const a = new Date(5);',
    "const a = Temporal.PlainDate.from('2026-01-01');",
  ])('pure: %s', (text) => {
    expect(words.withImpurity(source(text))).toEqual([]);
  });

  test.each([
    "type A = import('pg').Pool;",
    'const a = await import(name);',
    'const a = await import(`pg`);',
    "const a = require('pg');",
    "import { createRequire } from 'node:module';",
    "import { env } from 'node:process';",
  ])('hidden import: %s', (text) => {
    expect(words.withHiddenImport(file(text))).toHaveLength(1);
  });

  test('an import that the linter sees passes', () => {
    const text = "import { a } from './a.ts';\nconst b = await import('./b.ts');\nthis.import('x');\n";
    expect(words.withHiddenImport(file(text))).toEqual([]);
  });
});
