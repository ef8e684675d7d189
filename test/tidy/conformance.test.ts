/**
 * Every conformance case is proven somewhere, and docs/conformance.md says where.
 */
import { describe, expect, test } from 'vitest';
import { caseOf, conformancePage, leadingIds, proofs, proofsInTest } from './conformance.ts';
import { parseSource, readText } from './tree.ts';

/** The cases of the acquisition pipeline that are built so far. */
const DUE = [...Array.from({ length: 36 }, (_, index) => `PIPE-${index + 1}`), 'PIPE-42'];

describe('conformance', () => {
  test('every case that is due has a proof', () => {
    const proven = new Set(proofs().map(({ id }) => caseOf(id)));
    expect(DUE.filter((name) => !proven.has(name))).toEqual([]);
  });

  test('docs/conformance.md is current: else run npm run conformance', () => {
    expect(readText('docs/conformance.md').text).toBe(conformancePage(proofs()));
  });
});

describe('titles', () => {
  test.each([
    ['PIPE-12 a title', ['PIPE-12']],
    ['PIPE-12: a title', ['PIPE-12']],
    ['PIPE-10.1', ['PIPE-10.1']],
    ['PIPE-36.others go out', ['PIPE-36.others']],
    ['PIPE-4, PIPE-5 and PIPE-6: one lead', ['PIPE-4', 'PIPE-5', 'PIPE-6']],
    ['after PIPE-12', []],
    ['PIPE-x', []],
  ])('%j begins with %j', (title, ids) => {
    expect(leadingIds(title)).toEqual(ids);
  });

  const ids = (text: string) => proofsInTest(parseSource({ path: 'x.test.ts', text })).map(({ id }) => id);

  test('a test, a group and a row of a table count', () => {
    expect(ids("test('PIPE-1 a', () => {});")).toEqual(['PIPE-1']);
    expect(ids("describe.concurrent('PIPE-2: b', () => {});")).toEqual(['PIPE-2']);
    expect(ids("test.each([['PIPE-3', 1]])('%s', () => {});")).toEqual(['PIPE-3']);
    expect(ids('test(`PIPE-4 said so`, () => {});')).toEqual(['PIPE-4']);
  });

  test('what is skipped, planned or only mentioned does not', () => {
    expect(ids("test.skip('PIPE-1 a', () => {}); it.todo('PIPE-2'); test.skip.each([['PIPE-3']])('%s');")).toEqual([]);
    expect(ids("describe.skip('a', () => { test('PIPE-4', () => {}); });")).toEqual([]);
    expect(ids("// PIPE-1\ntest('as in PIPE-1', () => {});")).toEqual([]);
  });

  test('cases are listed in the order of their numbers, with a row each', () => {
    const proof = (id: string) => ({ id, path: 'a.test.ts', title: `${id} says | so` });
    const page = conformancePage([proof('PIPE-2'), proof('PIPE-2.1'), proof('PIPE-10')]);
    expect(page.split('\n').slice(-3)).toEqual([
      '| PIPE-2 | `a.test.ts`: “PIPE-2 says \\| so”, “PIPE-2.1 says \\| so” |',
      '| PIPE-10 | `a.test.ts`: “PIPE-10 says \\| so” |',
      '',
    ]);
  });
});
