/** Rows of an import that are mended before they are taken in: what is read is taken, mended or rejected, exactly; the file stays as it is. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operationOf } from '../../src/engine/operations/table.ts';
import { openStage, type Stage } from './stage.ts';

const FILE = [
  'Email,First Name,Phone,Employees',
  'ann@acme.example,Ann,,10',
  'bob at acme,Bob,,20',
  ',,,',
  'eve@acme.example,Eve,12,many',
  'zoe@acme.example,Zoe,,5',
  '-,n/a,,',
  '"dan@acme.example,Dan',
].join('\n');

interface Report {
  readonly [name: string]: unknown;
  readonly doubtful: readonly {
    line: number;
    problem: { code: string } | null;
    cells: string[];
    wrong: { column: string; code: string; says: string }[];
  }[];
}

describe('rows that are mended', () => {
  let stage: Stage;
  let file: string;

  beforeEach(async () => {
    stage = await openStage();
    file = stage.file('people.csv', FILE);
  });
  afterEach(() => stage.close());

  const run = (input: object) =>
    stage.run('import', { file, basis: 'consent', ...input }) as Promise<unknown> as Promise<Report>;
  const sum = ({ created, merged, unchanged, rejected }: Report) =>
    [created, merged, unchanged, rejected].reduce<number>((all, n) => all + Number(n), 0);
  const emails = async () =>
    ((await stage.run('lead list', { limit: 50, sort: 'email' })).leads as { email: string | null }[]).map(
      ({ email }) => email,
    );

  test('those that could not be taken are told with their cells, and cells that were set aside with why', async () => {
    const told = await run({ dryRun: true });
    expect(told).toMatchObject({ read: 7, created: 5 - 1, rejected: 3, mended: 0 });
    const [bob, empty, eve, none, dan] = told.doubtful;
    expect(bob).toMatchObject({ line: 3, problem: null, cells: ['bob at acme', 'Bob', '', '20'] });
    expect(bob?.wrong).toMatchObject([{ column: 'Email', code: 'unusable-email' }]);
    expect(bob?.wrong[0]?.says).toMatch(/\.$/);
    expect(empty).toMatchObject({ line: 4, problem: { code: 'empty-row' } });
    expect(eve?.wrong.map(({ column }) => column).sort()).toEqual(['Employees', 'Phone']);
    expect(none).toMatchObject({ line: 7, problem: { code: 'empty-row' } });
    expect(dan).toMatchObject({ line: 8, problem: { code: 'unclosed-quote' } });
    expect(await emails()).toEqual([]);
  });

  test('a page says what could not be read by its line, before and after, and how it is mended', async () => {
    const print = (told: Report) => operationOf('import')?.print?.(told) ?? '';
    for (const told of [await run({ dryRun: true }), await run({})]) {
      const page = print(told);
      expect(page).toContain('Could not be read:\n  line 3, Email “bob at acme”: The e-mail cell holds no address');
      expect(page).toMatch(/\n {2}line 4, not taken: .*\n {2}line 5, Employees “many”: .*\n {2}line 5, Phone “12”: /);
      expect(page).toContain('--mend "LINE.COLUMN=TEXT"');
    }
    expect(print(await run({}))).not.toContain('Could not be read');
  });

  test('a page says it of the first lines, and counts the others', async () => {
    const rows = Array.from({ length: 13 }, (_, i) => `p${i}@acme.example,Pat,12,5`);
    const file = stage.file('many.csv', ['Email,First Name,Phone,Employees', ...rows].join('\n'));
    const page = operationOf('import')?.print?.(await run({ file, dryRun: true })) ?? '';
    expect(page.match(/^ {2}line \d+, Phone/gm)).toHaveLength(10);
    expect(page).toContain('  and 3 further lines, which --json names\n');
  });

  test('mended and left out they are one act: read is taken and rejected, and it is taken back as one', async () => {
    const mend = {
      '3.Email': 'bob@acme.example',
      '4.First Name': 'Ida',
      '8.Email': 'dan@acme.example',
      '5.Employees': 'few',
    };
    const told = await run({ mend, leaveOut: ['7'], dryRun: true });
    const done = await run({ mend, leaveOut: ['7'] });
    for (const one of [told, done]) {
      expect(one).toMatchObject({ read: 7, created: 6, rejected: 1, mended: 4, rejections: { 'left-out': 1 } });
      expect(sum(one)).toBe(one.read);
      // What is wrong again is shown again, as it was written.
      expect(one.doubtful.map(({ line }) => line)).toEqual([5, 7]);
      expect(one.doubtful[0]?.cells[3]).toBe('few');
    }
    const all = ['ann', 'bob', 'dan', 'eve', 'zoe'].map((name) => `${name}@acme.example`);
    expect((await emails()).filter(Boolean)).toEqual(all);
    expect(readFileSync(file, 'utf8')).toBe(FILE);
    expect(await run({ mend, leaveOut: ['7'] })).toMatchObject({ again: true, created: 0 });
    await stage.run('import undo', { import: String(done.importId) });
    expect(await emails()).toEqual([]);
  });

  test('after an import the same file with what was mended brings these rows and no other', async () => {
    const first = await run({});
    expect(first).toMatchObject({ read: 7, created: 4, rejected: 3 });
    const second = await run({ mend: { '8.Email': 'dan@acme.example' } });
    expect(second).toMatchObject({ read: 7, created: 1, mended: 1, rejected: 2, again: false });
    expect(sum(second)).toBe(7);
    await stage.run('import undo', { import: String(second.importId) });
    expect((await emails()).filter(Boolean)).toEqual(['ann@acme.example', 'eve@acme.example', 'zoe@acme.example']);
  });

  test('the command line takes cells and lines as they are typed', async () => {
    const told = await run({ mend: { '3.Email': 'bob@acme.example' }, leaveOut: ['4', '7', '8'], dryRun: true });
    expect(told).toMatchObject({ read: 7, created: 4, mended: 1, rejected: 3, rejections: { 'left-out': 3 } });
    // Mended, and still nothing: it is rejected, and counts once.
    expect(await run({ mend: { '4.Email': 'n/a' }, dryRun: true })).toMatchObject({ mended: 0, rejected: 3 });
    await expect(run({ leaveOut: ['last'] })).rejects.toThrow(/number of a line/);
  });

  test('a cell that the file has not is refused', async () => {
    for (const where of ['3.Mail', 'Email', '3', 'x.Email']) {
      await expect(run({ mend: { [where]: 'x' } })).rejects.toMatchObject({ code: 'unknown-column' });
    }
  });

  test('a line on which no row begins is told', async () => {
    const mend = { '3.Email': 'bob@acme.example', '99.Email': 'x@acme.example' };
    expect(await run({ mend, leaveOut: ['4', '1000'] })).toMatchObject({ mended: 1 });
    expect(stage.notes.filter((note) => note.startsWith('No row'))).toEqual([
      expect.stringMatching(/line 99, 1000: nothing was mended or left out there/),
    ]);
  });

  test('what was mended is kept nowhere but in its lead', async () => {
    await run({ mend: { '3.Email': 'bob@secret.example' } });
    expect(stage.count(`SELECT COUNT(*) FROM import WHERE CAST(options AS TEXT) LIKE '%secret%'`)).toBe(0);
  });
});
