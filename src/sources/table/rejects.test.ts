import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { csvLine } from '../../domain/lead/cell/csv.ts';
import { openLeads } from './leads.ts';
import { openRejects } from './rejects.ts';
import { openTable } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-rejects-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was not committed is cut off, and nothing is lost or doubled', async () => {
  const path = join(folder, 'killed.csv');
  const first = await openRejects(path, ['Name', 'Email'], 0);
  first.add({ line: 3, reason: 'unclosed-quote', cells: ['Ann', '"a@x.co'] });
  const committed = await first.commit();
  first.add({ line: 9, reason: 'row-too-long', cells: ['never', 'committed'] });
  await first.close();
  appendFileSync(path, '12,half a line, longer than anything that is written behind it');
  const idle = await openRejects(path, ['Name', 'Email'], committed);
  await idle.close();
  expect(readFileSync(path).length).toBe(committed);
  const second = await openRejects(path, ['Name', 'Email'], committed);
  second.add({ line: 9, reason: 'row-too-long', cells: ['Bob', 'é'] });
  const length = await second.commit();
  await second.close();
  const bytes = readFileSync(path);
  expect(bytes.length).toBe(length);
  expect(bytes.toString()).toBe(
    '\ufeffrekindle_line,rekindle_reason,Name,Email\n3,unclosed-quote,Ann,"""a@x.co"\n9,row-too-long,Bob,é\n',
  );
});

test('formulas are disarmed, phones and amounts are not', () => {
  expect(csvLine(['=1+1', '@x', '+49 151 1', '-5', '-cmd', '+a'])).toBe("'=1+1,'@x,+49 151 1,-5,'-cmd,'+a\n");
});

test('a file that was taken away is begun anew', async () => {
  const path = join(folder, 'gone.csv');
  const writer = await openRejects(path, ['Name'], 500);
  await writer.close();
  expect(readFileSync(path).toString()).toBe('\ufeffrekindle_line,rekindle_reason,Name\n');
});

test('a mended rejects file is imported like the original, and its own rejects are no wider', async () => {
  const path = join(folder, 'again.csv');
  const writer = await openRejects(path, ['First Name', 'Email', 'Notes', 'Budget'], 0);
  writer.add({
    line: 7,
    reason: 'unclosed-quote: A quote is open.',
    cells: ['Ann', 'ann@x.co', '=HYPERLINK("x")', '+5'],
  });
  await writer.commit();
  await writer.close();
  const { table, batches } = await openLeads(path, { defaultCountry: null, basis: null });
  const second = await openRejects(join(folder, 'second.csv'), table.headers, 0);
  for await (const { rows } of batches) {
    for (const { draft } of rows) {
      expect(draft).toMatchObject({
        values: { firstName: 'Ann', fullName: 'Ann', email: 'ann@x.co', notes: '=HYPERLINK("x")' },
      });
      expect(draft?.attributes).toEqual({ budget: '+5' });
    }
  }
  for await (const { rows } of (await openTable(path)).rows) {
    for (const { cells, line } of rows) second.add({ line, reason: 'empty-row', cells });
  }
  await second.commit();
  await second.close();
  const [header, row] = readFileSync(join(folder, 'second.csv')).toString().split('\n');
  expect(header).toBe('\ufeffrekindle_line,rekindle_reason,First Name,Email,Notes,Budget');
  expect(row).toContain('2,empty-row,Ann,ann@x.co,');
});
