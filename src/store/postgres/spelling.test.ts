import { expect, test } from 'vitest';
import '../store.ts';
import { allStatements, statement } from '../statement.ts';
import { spelt } from './spelling.ts';

const STATEMENTS = [...allStatements()];

test('a text has one name, whoever spells it and in whatever order; another text has another', () => {
  const texts = new Map<string, string>();
  for (const { name, text } of STATEMENTS.map(spelt)) {
    expect(texts.get(name) ?? text).toBe(text);
    texts.set(name, text);
  }
  expect(texts.size).toBe(new Set(STATEMENTS.map((one) => spelt(one).text)).size);
  const same = 'SELECT id FROM lead WHERE workspace_id = :a';
  expect(spelt(statement(same)).name).toBe(spelt(statement(same)).name);
  expect(spelt(statement(same)).name).toBe('rekindle_8c49bf1beb2da4053afb94d3');
});

test('a parameter that is named twice is one; a lock comes last', () => {
  expect(
    spelt(statement('SELECT id FROM lead l WHERE l.id = :a OR l.id > :b AND l.id < :a', { claims: 'l' })),
  ).toMatchObject({
    text: 'SELECT id FROM lead l WHERE l.id = $1 OR l.id > $2 AND l.id < $1 FOR UPDATE OF l SKIP LOCKED',
    places: [0, 1],
  });
});
