/** How statements are spelt for lists, and of which sets they are for one execution. */
import { describe, expect, test } from 'vitest';
import { insert, statement } from '../statement.ts';
import { asLists, type Bulk, bulkOf, countsBy, mayBeBulk, tellTypes } from './bulk.ts';

const TEXT = 25;
const INT = 20;
const BYTES = 17;

function told(sql: ReturnType<typeof statement>, ...types: number[]): Bulk | null {
  tellTypes(sql, types);
  return bulkOf(sql) ?? null;
}

describe('statements for lists', () => {
  test('an insert takes its rows from them; constants and what follows on a conflict stay', () => {
    const one = statement("INSERT INTO t (a, b, c) VALUES (:a, 'queued', :c) ON CONFLICT (a) DO NOTHING");
    expect(told(one, TEXT, INT)?.text).toBe(
      "INSERT INTO t (a, b, c) SELECT rekindle_lists.p1, 'queued', rekindle_lists.p2 FROM unnest($1::text[], $2::int8[]) AS rekindle_lists (p1, p2) ON CONFLICT (a) DO NOTHING",
    );
    expect(bulkOf(one)?.key).toBe(null);
  });

  test('an upsert must not meet a row twice: its conflicting columns tell sets apart', () => {
    const one = insert('t', ['a', 'b', 'c'], 'ON CONFLICT (c, a) DO UPDATE SET b = excluded.b');
    expect(told(one, TEXT, INT, TEXT)?.key).toEqual([2, 0]);
  });

  test('an update: columns that it leaves as they are tell sets apart, those that it writes do not', () => {
    const one = statement('UPDATE t SET state = :to, n = n + 1 WHERE w = :w AND id = :id AND state = :from');
    const bulk = told(one, TEXT, TEXT, TEXT, TEXT);
    expect(bulk?.key).toEqual([1, 2]);
    expect(bulk?.text).toContain('UPDATE t SET state = rekindle_lists.p1, n = n + 1 FROM unnest(');
    expect(bulk?.text).toMatch(
      /WHERE w = rekindle_lists\.p2 AND id = rekindle_lists\.p3 AND state = rekindle_lists\.p4$/,
    );
  });

  test('what an update writes may ask for either of two: which row it means stays the same', () => {
    const one = statement('UPDATE t SET a = CASE WHEN b = 1 OR c = 2 THEN :a ELSE a END WHERE id = :id');
    expect(told(one, TEXT, TEXT)?.key).toEqual([1]);
  });

  test('no partial index is found by the word that a column must equal', () => {
    const one = statement("UPDATE t SET a = :a WHERE id = :id AND state = 'open' AND kind IN ('x','y') AND n > 1");
    expect(told(one, TEXT, TEXT)?.text).toMatch(
      /WHERE id = rekindle_lists\.p2 AND state \|\| '' = 'open' AND kind \|\| '' IN \('x','y'\) AND n > 1$/,
    );
  });

  test('the count of each set: one row each, rows with the number of the set, or rows with the words that conflict', () => {
    const by = (text: string, ...types: number[]) => told(statement(text), ...types)?.counting ?? null;
    expect(by('INSERT INTO t (a, b) VALUES (:a, :b)', TEXT, TEXT)?.by).toBe('one');
    const upsert = 'INSERT INTO t (a, b) VALUES (:a, :b) ON CONFLICT (a) DO UPDATE SET b = excluded.b';
    expect(by(upsert, TEXT, TEXT)?.by).toBe('one');
    expect(by(`${upsert} WHERE t.b <> excluded.b`, TEXT, TEXT)).toBeNull();
    const put = by('INSERT INTO t (a, b, c) VALUES (:a, :b, :c) ON CONFLICT (c, a) DO NOTHING', TEXT, INT, TEXT);
    expect([put?.by, put?.text.endsWith(' RETURNING c, a')]).toEqual([[2, 0], true]);
    expect(by("INSERT INTO t (a, b) VALUES ('x', :b) ON CONFLICT (a) DO NOTHING", TEXT)).toBeNull();
    const move = by('UPDATE t SET b = :b WHERE a = :a', TEXT, TEXT);
    expect([move?.by, move?.text]).toEqual([
      'set',
      'UPDATE t SET b = rekindle_lists.p1 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS rekindle_lists (p1, p2, rekindle_set) WHERE a = rekindle_lists.p2 RETURNING rekindle_lists.rekindle_set',
    ]);
    expect(by('DELETE FROM t WHERE a = :a', TEXT)).toBeNull();
    expect(countsBy([0], [['a'], ['b'], ['a'], [null]], [[['b'], [null], ['a']]])).toEqual([1, 1, 0, 1]);
  });

  test('rows made of rows: sets name rows that cannot meet in what conflicts', () => {
    const many = 'INSERT INTO t (a, b, c) SELECT a, id, c + 1 FROM u WHERE a = :a AND id = :id AND (c = 1 OR c = 2)';
    const again = 'ON CONFLICT (a, b) DO UPDATE SET c = excluded.c';
    expect(told(statement(`${many} ${again}`), TEXT, TEXT)?.key).toEqual([0, 1]);
    expect(told(statement(`${many} OR c = 3 ${again}`), TEXT, TEXT)).toBeNull();
    const other = many.replace('a, id, c + 1', "a, 'x', c + 1");
    expect(told(statement(`${other} ${again}`), TEXT, TEXT)).toBeNull();
  });

  test.each([
    ['an update without a key', 'UPDATE t SET a = :a WHERE b > :b'],
    ['one that asks for either of two', 'UPDATE t SET a = :a WHERE id = :id AND (b = :b OR c = :b)'],
    ['one with a query inside', 'UPDATE t SET a = (SELECT b FROM u WHERE id = :id) WHERE id = :id'],
    ['an upsert on a constant', "INSERT INTO t (a, b) VALUES ('x', :b) ON CONFLICT (a) DO UPDATE SET b = excluded.b"],
    ['an insert that says a parameter twice', 'INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) DO UPDATE SET a = :a'],
    ['one without parameters', 'DELETE FROM t WHERE id = 1'],
  ])('%s is run for each set', (_, sql) => {
    expect(mayBeBulk(statement(sql), 100)).toBe(false);
  });

  test('what a write gives back is asked for set by set', () => {
    const one = statement("UPDATE t SET state = 'ended' WHERE w = :w AND id = :id RETURNING state");
    expect(told(one, TEXT, TEXT)).toBeNull();
    expect(mayBeBulk(one, 10)).toBe(false);
  });

  test('a few sets are run one by one, and so is what holds bytes', () => {
    const one = statement('DELETE FROM t WHERE id = :id');
    expect([2, 3].map((sets) => mayBeBulk(one, sets))).toEqual([false, true]);
    expect(told(one, BYTES)).toBe(null);
    expect(mayBeBulk(one, 3)).toBe(false);
  });
});

describe('sets as lists', () => {
  const bulk: Bulk = { name: 'one', text: '', types: ['int8', 'text'], key: [0], counting: null };

  test('whatever a text holds, and nothing', () => {
    const words = ['x,{}', 'say "no" \\ never', null, 'NULL', '', 'é🏡', 'y'.repeat(5_000)];
    const [numbers, list] = asLists(
      bulk,
      words.map((word, at) => [at === 2 ? null : `${at}`, word]),
    ) as [string, Buffer];
    expect(numbers).toBe('{"0","1",NULL,"3","4","5","6"}');
    const [dimensions, nulls, type, size, first] = [0, 4, 8, 12, 16].map((at) => list.readInt32BE(at));
    expect({ dimensions, nulls, type, size, first }).toEqual({ dimensions: 1, nulls: 1, type: 25, size: 7, first: 1 });
    expect(wordsIn(list.subarray(20))).toEqual(words);
  });

  test('a list of whole words says that none is absent', () => {
    const [, list] = asLists(bulk, [['1', 'a']]) as [string, Buffer];
    expect(list.readInt32BE(4)).toBe(0);
  });

  test('sets that may mean the same row are not for one execution', () => {
    expect(
      asLists(bulk, [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ]),
    ).toBe(null);
    expect(
      asLists({ ...bulk, key: null }, [
        ['a', '1'],
        ['a', '1'],
        ['a', '3'],
      ]),
    ).not.toBe(null);
    expect(
      asLists({ ...bulk, key: [0, 1] }, [
        ['a', '1'],
        ['a', '2'],
        ['b', '1'],
      ]),
    ).not.toBe(null);
  });

  test('bytes are not written as text', () => {
    expect(asLists(bulk, [['a', Buffer.from('x')]])).toBe(null);
  });
});

/** As the server reads them: a length before each, -1 = absent. */
function wordsIn(bytes: Buffer): (string | null)[] {
  const words: (string | null)[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readInt32BE(at);
    at += 4;
    words.push(length < 0 ? null : bytes.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return words;
}
