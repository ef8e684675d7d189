import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { TableFault } from './fault.ts';
import { openTable, type RowBatch, type Table, type TableOptions, type TableRow } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'file');
function write(bytes: Uint8Array | string): string {
  writeFileSync(path, bytes);
  return path;
}
async function read(
  bytes: Uint8Array | string,
  options?: TableOptions,
): Promise<{ table: Table; batches: RowBatch[]; rows: TableRow[] }> {
  const table = await openTable(write(bytes), options);
  const batches: RowBatch[] = [];
  for await (const batch of table.rows) batches.push(batch);
  return { table, batches, rows: batches.flatMap(({ rows }) => rows) };
}
const cells = (rows: readonly TableRow[]): readonly (readonly string[])[] => rows.map((row) => row.cells);
async function codeOf(bytes: Uint8Array | string): Promise<string> {
  const fault = await read(bytes).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(TableFault);
  return (fault as TableFault).code;
}

describe('headers', () => {
  test('missing and repeated names', async () => {
    const { table } = await read('Email,,Email,email (2),\na@x.co,1,2,3,4\n');
    expect(table.headers).toEqual(['Email', 'Column 2', 'Email (2)', 'email (2)', 'Column 5']);
  });
  test('a file of bare rows has none', async () => {
    const { table, rows } = await read('Ann,ann@x.co,3\nBob,bob@x.co,4\n');
    expect(table.headers).toEqual(['Column 1', 'Column 2', 'Column 3']);
    expect(rows.map(({ line }) => line)).toEqual([1, 2]);
  });
  test('unknown words are a header all the same', async () => {
    const { table, rows } = await read('alpha;beta\n1;2\n3;4\n');
    expect(table.headers).toEqual(['alpha', 'beta']);
    expect(cells(rows)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
  test('prose with commas above is passed over', async () => {
    const { table } = await read(
      'Export of leads, made today, by Ann, with care\n\nName,Email,City\nAnn,a@x.co,Bonn\nBob,b@x.co,Rome\n',
    );
    expect(table).toMatchObject({ headers: ['Name', 'Email', 'City'], preambleLines: 2 });
  });
  test('cells with commas do not make two columns', async () => {
    const { table, rows } = await read('Name\n"Smith, John"\n"Doe, Jane"\n');
    expect(table.headers).toEqual(['Name']);
    expect(cells(rows)).toEqual([['Smith, John'], ['Doe, Jane']]);
  });
});

describe('rows', () => {
  test('short ones are filled, long ones noted, empty cells beyond dropped', async () => {
    const { rows } = await read('Name,Email,City\nAnn\nBob,b@x.co,Rome,more\nCy,c@x.co,Bonn,,\n');
    expect(cells(rows)).toEqual([
      ['Ann', '', ''],
      ['Bob', 'b@x.co', 'Rome', 'more'],
      ['Cy', 'c@x.co', 'Bonn'],
    ]);
    expect(rows.map(({ notes }) => notes)).toEqual([undefined, ['extra-cells'], undefined]);
  });
  test('empty ones count between, not at the end', async () => {
    const { rows } = await read('Name,Email\nAnn,a@x.co\n,\nBob,b@x.co\n,\n,\n');
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  });
  test('NUL bytes and lone surrogates', async () => {
    const { rows } = await read(Buffer.from('Name,Email\nA\0nn,a@x.co\n'));
    expect(rows[0]).toMatchObject({ cells: ['Ann', 'a@x.co'], notes: ['nul-removed'] });
    const wide = Buffer.concat([
      Buffer.from('\ufeffName,Email\nA', 'utf16le'),
      Buffer.from([0x00, 0xd8]),
      Buffer.from('nn,a@x.co\n', 'utf16le'),
    ]);
    expect((await read(wide)).rows[0]).toMatchObject({ cells: ['A\ufffdnn', 'a@x.co'], notes: ['surrogate-removed'] });
  });
  test('one bad byte behind a megabyte of UTF-8 spoils nothing', async () => {
    const good = 'Zoë,z@x.co\n'.repeat(130_000);
    const bytes = Buffer.concat([
      Buffer.from(`Name,Email\n${good}`),
      Buffer.from('Jos\xe9,j@x.co\n', 'latin1'),
      Buffer.from('Ünal,u@x.co\n'),
    ]);
    const { table, rows } = await read(bytes);
    expect(table.dialect).toMatchObject({ encoding: 'utf-8' });
    expect(rows).toHaveLength(130_002);
    expect(rows.slice(-2)).toEqual([
      { line: 130_002, cells: ['José', 'j@x.co'], notes: ['mixed-encoding'] },
      { line: 130_003, cells: ['Ünal', 'u@x.co'] },
    ]);
  });
  test('a cell of ten megabytes is cut, the next row read', async () => {
    const { rows } = await read(`Name,Notes\nAnn,"${'é\n'.repeat(3_500_000)}"\nBob,x\n`);
    expect(rows[0]!.cells[1]).toHaveLength(LIMITS.cellCharacters);
    expect(rows[0]!.notes).toEqual(['cell-cut']);
    expect(rows[1]).toEqual({ line: 3_500_003, cells: ['Bob', 'x'] });
  });
  test('more columns than a file may have', async () => {
    const { rows } = await read(`Name,Email\nAnn,a@x.co\nBob${',x'.repeat(5_000)}\nCy,c@x.co\n`);
    expect(rows.map(({ problem }) => problem)).toEqual([undefined, 'row-too-long', undefined]);
  });
});

describe('workbooks', () => {
  test('phones typed as numbers keep their digits, dates are ISO, errors stay words', async () => {
    const day = new Date(Date.UTC(2024, 1, 29));
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['Phone', 'Date', 'Ok', 'Share'],
            [4915112345678, day, true, 0.25],
            [null, null, null, '#N/A'],
          ],
        },
      ],
    });
    expect(cells((await read(bytes)).rows)).toEqual([
      ['4915112345678', '2024-02-29', 'true', '0.25'],
      ['', '', '', '#N/A'],
    ]);
  });
  test('dates of the 1904 system', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['Email', 'Born'],
            ['a@x.co', new Date(Date.UTC(1980, 1, 29))],
          ],
        },
      ],
      dateSystem: '1904',
    });
    expect(cells((await read(bytes)).rows)).toEqual([['a@x.co', '1980-02-29']]);
  });
});

describe('remarks below a table', () => {
  const TABLE = 'Name,Email\nAnn,a@x.co\n';
  const problemsOf = async (text: string) => (await read(text)).rows.map(({ problem }) => problem ?? null);

  test('behind a blank line are told of as that', async () => {
    const text = `${TABLE}\n"Generated By: Jane Doe",\nAcme Inc.,\n,\nConfidential\n\n`;
    expect(await problemsOf(text)).toEqual([null, 'below-table', 'below-table', 'below-table']);
  });

  test('are rows where the table goes on below them, where no line is blank, and where they are somebody', async () => {
    expect(await problemsOf(`${TABLE}\nBob,\nCid,c@x.co\n`)).toEqual([null, null, null]);
    expect(await problemsOf(`${TABLE}Bob,\nCid,\n`)).toEqual([null, null, null]);
    expect(await problemsOf(`${TABLE}\n,d@x.co\n`)).toEqual([null, null]);
    expect(await problemsOf('Email\na@x.co\n\nBob\n')).toEqual([null, null]);
  });

  test('are rows where there are more than a report ends with', async () => {
    const names = Array.from({ length: LIMITS.remarksBelow + 5 }, (_, n) => `Name ${'x'.repeat(n + 1)},\n`).join('');
    expect(await problemsOf(`${TABLE}\n${names}`)).toEqual(Array(LIMITS.remarksBelow + 6).fill(null));
  });

  test('in a workbook as well', async () => {
    const rows = [['Name', 'Email'], ['Ann', 'a@x.co'], [], ['Confidential']];
    const { rows: found } = await read(await writeXlsx({ sheets: [{ name: 'S', rows }] }));
    expect(found.map(({ problem }) => problem ?? null)).toEqual([null, 'below-table']);
  });
});

describe('files that are no table', () => {
  test('each has its code', async () => {
    expect(await codeOf('')).toBe('file-empty');
    expect(await codeOf('\n\n')).toBe('file-empty');
    expect(await codeOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('file-old-excel');
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02', 'hex');
    expect(await codeOf(png)).toBe('file-no-text');
    expect(await codeOf(Buffer.concat([png, Buffer.from('x'.repeat(500))]))).toBe('file-no-text');
    for (const text of [
      '<html><table><tr><td>Email</td></tr></table></html>',
      '\ufeff\n <?xml version="1.0"?><Workbook></Workbook>',
      '[{"email":"a@x.co"}]',
      '{ "email": "a@x.co" }\n',
      'BEGIN:VCARD\nFN:Ann\nEND:VCARD\n',
      '%PDF-1.7\n',
    ]) {
      expect(await codeOf(text), text).toBe('file-no-table');
    }
    expect(await codeOf('PK\x03\x04 and nothing else')).toBe('file-not-workbook');
    expect(await codeOf(await writeXlsx({ sheets: [{ name: 'S', rows: [] }] }))).toBe('file-no-sheet');
    expect(await codeOf(gzipSync('Name,Email\nAnn,a@x.co\n').subarray(0, 20))).toBe('file-damaged');
    await expect(openTable(join(folder, 'absent'))).rejects.toMatchObject({ code: 'file-missing' });
    await expect(openTable(folder)).rejects.toMatchObject({ code: 'file-missing' });
  });
});

describe('going on', () => {
  const lines = Array.from({ length: 500 }, (_, i) => `Zoë ${i},"z${i}@x.co","two\nlines"`).join('\r\n');
  const text = `Name,Email,Notes\r\n${lines}\r\n`;
  test.each([
    ['UTF-8', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['gzip', gzipSync(text)],
  ])('from any batch, %s', async (_, bytes) => {
    const whole = await read(bytes, { batchRows: 70 });
    expect(whole.rows).toHaveLength(500);
    for (const [at, { resumeAt }] of whole.batches.entries()) {
      const stored = JSON.parse(JSON.stringify(resumeAt)) as typeof resumeAt;
      const rest = await read(bytes, { batchRows: 90, resumeAt: stored });
      expect(rest.rows).toEqual(whole.batches.slice(at + 1).flatMap(({ rows }) => rows));
      expect(rest.table.headers).toEqual(whole.table.headers);
    }
  });
  test('in a workbook', async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: 'S', rows: [['Name'], ...Array.from({ length: 50 }, (_, i) => [`n${i}`])] }],
    });
    const whole = await read(bytes, { batchRows: 20 });
    const rest = await read(bytes, { resumeAt: whole.batches[0]!.resumeAt });
    expect(rest.rows).toEqual(whole.rows.slice(20));
  });
  test('not in a file that became shorter', async () => {
    expect(
      await openTable(write('Name\nAnn\n'), { resumeAt: { kind: 'csv', byte: 900, line: 3 } }).catch(
        (fault) => fault.code,
      ),
    ).toBe('file-changed');
  });
});

test('law: any bytes are a table or a fault, and every line of plain text is a row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const outcome = await read(bytes).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TableFault);
    }),
    { numRuns: 200 },
  );
  const line = fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z"é ]{1,8}x$/));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
      const { rows } = await read(`Name,Company\n${lines.map((row) => row.join(',')).join('\n')}\n`);
      expect(rows).toHaveLength(lines.length);
    }),
    { numRuns: 60 },
  );
});
