/** Batches of drafts: never longer than asked for, shorter where cells are long, each with the place to go on from. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { type LeadBatch, openLeads } from './leads.ts';
import type { TablePosition } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'leads-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(rows: readonly string[]): string {
  const path = join(folder, 'leads.csv');
  writeFileSync(path, `First Name,Email,Notes\n${rows.join('\n')}\n`);
  return path;
}

async function batchesOf(path: string, batchRows: number, resumeAt?: TablePosition): Promise<LeadBatch[]> {
  const options = { defaultCountry: null, basis: null, batchRows, ...(resumeAt && { resumeAt }) };
  return Array.fromAsync((await openLeads(path, options)).batches);
}

const linesOf = (batches: readonly LeadBatch[]) => batches.flatMap(({ rows }) => rows.map(({ line }) => line));
const PEOPLE = Array.from({ length: 1_000 }, (_, n) => `Ann,ann${n}@x.co,`);

test.each([
  [150, [150, 150, 150, 150, 150, 150, 100]],
  [450, [400, 400, 200]],
  [5_000, [1_000]],
])('batches of at most %i rows', async (most, sizes) => {
  const batches = await batchesOf(fileOf(PEOPLE), most);
  expect(batches.map(({ rows }) => rows.length)).toEqual(sizes);
  expect(linesOf(batches)).toEqual(PEOPLE.map((_, n) => n + 2));
});

test('each batch says where to go on', async () => {
  const path = fileOf(PEOPLE);
  const [first, ...rest] = await batchesOf(path, 450);
  expect(linesOf(await batchesOf(path, 300, first?.resumeAt))).toEqual(linesOf(rest));
});

test('long cells make short batches', async () => {
  const long = 'x'.repeat(10_000);
  const batches = await batchesOf(fileOf(PEOPLE.map((row) => row + long)), 5_000);
  const characters = batches.map(({ rows }) => rows.length * long.length);
  expect(characters.length).toBeGreaterThan(1);
  expect(Math.max(...characters)).toBeLessThan(2 * LIMITS.batchCharacters);
});

test('a remark below the table is nobody; a wrong address is of somebody, and a file of facts alone of whoever it is', async () => {
  const [batch] = await batchesOf(fileOf(['Ann,ann@x.co,', ',Total: 1,', ',,Confidential', ',ann@@x.co,']), 10);
  expect(batch?.rows.map(({ problem }) => problem)).toEqual([null, 'says-nobody', 'says-nobody', null]);
  const facts = join(folder, 'facts.csv');
  writeFileSync(facts, 'balance,housing\n1,yes\n');
  expect((await batchesOf(facts, 10))[0]?.rows.map(({ problem }) => problem)).toEqual([null]);
});

test('the cells of a row are kept where it has a problem, for the rejects', async () => {
  const [batch] = await batchesOf(fileOf(['Ann,ann@x.co,', 'n/a,-,?']), 10);
  expect(batch?.rows.map(({ cells, problem }) => [problem, cells])).toEqual([
    [null, []],
    ['empty-row', ['n/a', '-', '?']],
  ]);
});
