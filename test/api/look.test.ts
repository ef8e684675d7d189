/** A first look at a file that is sent: what it is, from its beginning, in any form that the command line reads. */
import { writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdFile } from '../../src/instance/held-files.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage({ holdFile });
});
afterEach(() => stage.close());

const look = async (body: object) => (await stage.post('/api/v1/imports/look', { body })).body;
const base64 = (bytes: Buffer) => ({ content: bytes.toString('base64'), contentIs: 'base64' });

describe('a file is looked at', () => {
  test('its columns are what an import reads them as, with values and what is wrong in them; nothing is taken in', async () => {
    const content = 'Vorname;Email;Score\nAnn;ann@acme.example;7\nBob;no address;7\nCid;cid@acme.example;9\n -;;\n';
    expect(await look({ content })).toMatchObject({
      ...{ source: 'csv', looked: 4, dialect: { delimiter: ';', encoding: 'utf-8' } },
      columns: [
        { column: 'Vorname', samples: ['Ann', 'Bob', 'Cid'] },
        { column: 'Email', to: 'email', confidence: 'known', wrong: [{ n: 1 }] },
        { column: 'Score', to: 'attribute.score', confidence: 'none', samples: ['7', '9'] },
      ],
      problems: [{ n: 1 }],
    });
    const tried = await stage.post('/api/v1/imports', { body: { content, dryRun: true } });
    const { columns } = await look({ content });
    const mapped = (columns as { column: string; to: string }[]).map(({ column, to }) => `${column}→${to}`);
    expect(mapped).toEqual(
      (tried.body.columns as { column: string; to: string }[]).map((one) => `${one.column}→${one.to}`),
    );
    expect((await stage.get('/api/v1/leads')).body.leads).toEqual([]);
  });

  test('the beginning of a longer one says what the whole does: the row that is cut off says nothing', async () => {
    const whole = `Email,Name\n${Array.from({ length: 40 }, (_, at) => `p${String(at)}@acme.example,"P ${String(at)}, Jr."\n`).join('')}`;
    const all = await look({ content: whole });
    for (const length of [300, 301, 317, 330]) {
      const part = await look({ content: whole.slice(0, length), head: true });
      expect(part).toMatchObject({ columns: all.columns as object[], problems: [] });
      expect(part.looked).toBe(whole.slice(0, length).split('\n').length - 2);
    }
  });

  test('what is no text in UTF-8 comes as its bytes, and is imported as they are', async () => {
    const latin = Buffer.from('Nombre;Email\nJosé;jose@acme.example\n', 'latin1');
    expect(await look(base64(latin))).toMatchObject({
      dialect: { encoding: 'windows-1252' },
      columns: [{ samples: ['José'] }, { to: 'email' }],
    });
    const wide = Buffer.from('\ufeffNombre,Email\nZoë,zoe@acme.example\n', 'utf16le');
    expect(await look(base64(wide))).toMatchObject({
      dialect: { encoding: 'utf-16le' },
      columns: [{ samples: ['Zoë'] }, {}],
    });
    const rows = [
      ['Name', 'Email'],
      ['Ann', 'ann@acme.example'],
    ];
    const workbook = await writeXlsx({ sheets: [{ name: 'Leads', rows }] });
    expect(await look(base64(Buffer.from(workbook)))).toMatchObject({ dialect: { kind: 'xlsx' } });
    await stage.post('/api/v1/imports', { body: { ...base64(latin), fileName: 'l.csv' } });
    expect((await stage.get('/api/v1/leads')).body.leads).toMatchObject([{ name: 'José' }]);
  });

  test('a wish that the file cannot meet, and what is no file of rows, say so', async () => {
    expect(await look({ content: 'Email\na@b.example\n', map: { Mail: 'email' } })).toMatchObject({
      code: 'unknown-column',
    });
    expect(await look({ content: '' })).toMatchObject({ code: 'file-empty' });
    expect(await look(base64(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0])))).toMatchObject({ code: 'file-old-excel' });
  });
});
