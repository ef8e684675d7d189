/**
 * Sizes: short functions, files one can hold in mind, folders one can see at a glance.
 */
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionsOf, lengthAt } from './functions.ts';
import { parseSource, readText, shippedPaths } from './tree.ts';

const FUNCTION_LINES = { median: 12, ninetyPercent: 35, most: 70 };
const FILE_LINES = 400;
const FOLDER_FILES = 15;

const files = shippedPaths().map(readText);

describe('sizes', () => {
  const functions = files.map(parseSource).flatMap(functionsOf);

  test(`half of the functions have at most ${FUNCTION_LINES.median} lines, nine of ten ${FUNCTION_LINES.ninetyPercent}`, () => {
    expect(lengthAt(functions, 0.5)).toBeLessThanOrEqual(FUNCTION_LINES.median);
    expect(lengthAt(functions, 0.9)).toBeLessThanOrEqual(FUNCTION_LINES.ninetyPercent);
  });

  test(`no function has more than ${FUNCTION_LINES.most} lines`, () => {
    const long = functions.filter(({ lines }) => lines > FUNCTION_LINES.most);
    expect(long.map(({ path, line, name, lines }) => `${path}:${line} ${name} has ${lines} lines`)).toEqual([]);
  });

  test(`no file has more than ${FILE_LINES} lines`, () => {
    const lengths = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > FILE_LINES).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test(`no folder has more than ${FOLDER_FILES} source files, tests left out`, () => {
    const counts = new Map<string, number>();
    for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > FOLDER_FILES)).toEqual([]);
  });
});

describe('names', () => {
  const FORBIDDEN = /^(services?|managers?|utils?|helpers?|commons?|core|types|misc|shared|lib)$/;

  test('no file or folder is a drawer', () => {
    const parts = (path: string): string[] => [...dirname(path).split('/').slice(1), basename(path, '.ts')];
    expect(shippedPaths().filter((path) => parts(path).some((part) => FORBIDDEN.test(part)))).toEqual([]);
  });

  test('right under src stand only the configuration, the public door and the composition roots', () => {
    const atRoot = shippedPaths().filter((path) => dirname(path) === 'src');
    expect(atRoot.filter((path) => !/^src\/(config|index|main|[a-z-]+-worker)\.ts$/.test(path))).toEqual([]);
  });

  test('files and folders are kebab-case', () => {
    const KEBAB = /^(src|[a-z0-9]+(-[a-z0-9]+)*)(\.d)?$/;
    const parts = (path: string): string[] => [...dirname(path).split('/'), basename(path, '.ts')];
    expect(shippedPaths().filter((path) => !parts(path).every((part) => KEBAB.test(part)))).toEqual([]);
  });
});

describe('the measures themselves', () => {
  const measure = (text: string) => functionsOf(parseSource({ path: 'src/planted.ts', text }));

  test('a long function is found with its name and line', () => {
    const text = `/** x */\nexport function long(): void {\n${'  run();\n'.repeat(69)}}\n`;
    expect(measure(text)).toEqual([{ path: 'src/planted.ts', line: 2, name: 'long', lines: 71 }]);
  });

  test('methods, arrows with a block and nested functions count; an arrow of one expression does not', () => {
    const text =
      'const a = () => {\n  const b = () => 1;\n};\nclass C {\n  m() {\n  }\n}\nconst o = { n: function () {\n} };\n';
    expect(measure(text).map(({ name, lines }) => `${name} ${lines}`)).toEqual(['a 3', 'm 2', 'n 2']);
  });

  test('shares are taken from below', () => {
    const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((lines) => ({ path: '', line: 1, name: '', lines }));
    expect([lengthAt(lengths, 0.5), lengthAt(lengths, 0.9), lengthAt(lengths, 1)]).toEqual([5, 9, 100]);
  });
});
