/** Marks of those who wait, and that a writer stands aside for them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, enterAlone } from '../program.ts';
import { openSqlite } from './open.ts';
import { Turns } from './turns.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-turns-'));
  path = join(folder, 'x.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const both = () => [Turns.beside(path), Turns.beside(path)] as [Turns, Turns];

describe('marks', () => {
  test('nobody waits beside a new file', () => {
    const [us] = both();
    expect(us.waiting()).toBeNull();
  });

  test('others see who waits, who waits does not see itself', () => {
    const [us, other] = both();
    other.ask();
    expect(us.waiting()).toMatch(/^[0-9a-f]{16}$/);
    expect(other.waiting()).toBeNull();
    other.done();
    expect(us.waiting()).toBeNull();
  });

  test('whoever is through takes only its own mark away', () => {
    const [us, other] = both();
    us.ask();
    other.ask();
    us.done();
    expect(us.waiting()).not.toBeNull();
    other.done();
    expect(us.waiting()).toBeNull();
  });

  test('a file of other bytes is no mark that stops anybody for good, and no folder is no error', () => {
    writeFileSync(`${path}-turn`, 'x');
    expect(both()[0].waiting()).toBeNull();
    expect(Turns.beside(join(folder, 'missing', 'x.db'))).toBeNull();
  });
});

describe('a writer', () => {
  /** Whether anything else of the process ran before the transaction: a writer that stands aside awaits a timer. */
  async function stoodAside(db: Database): Promise<boolean> {
    let aside = false;
    setImmediate(() => {
      aside = true;
    });
    await db.write(() => enterAlone('nothing'));
    return aside;
  }

  test('goes on batch after batch while nobody waits, and stands aside while somebody does', async () => {
    const db = openSqlite({ path });
    const other = Turns.beside(path) as Turns;
    await stoodAside(db);
    expect(await stoodAside(db)).toBe(false);
    other.ask();
    expect(await stoodAside(db)).toBe(true);
    other.done();
    await db.close();
  });

  test('takes its mark away once it is through', async () => {
    const db = openSqlite({ path });
    const other = Turns.beside(path) as Turns;
    await stoodAside(db);
    expect(other.waiting()).toBeNull();
    await db.close();
  });
});
