/** The comparison of the demo can fail, and what it reads of a mail is what was written. */
import { describe, expect, it } from 'vitest';
import { encodedWords } from '../../src/channels/compose/header.ts';
import { type Arrival, compareLists, decodedWords } from '../../src/demo/arrivals.ts';
import { demoOperation } from '../../src/demo/demo.ts';
import { checksOf, type DemoFigures } from '../../src/demo/figures.ts';

const one: Arrival = {
  at: Date.parse('2026-03-02T09:00:00.400Z'),
  to: 'a@example.com',
  template: 'hot-1',
  subject: 'Hello',
};
const later = { ...one, to: 'b@example.com' };

describe('two lists of messages', () => {
  it('are equal in any order and within a second', () => {
    expect(compareLists([one, later], [later, { ...one, at: one.at - 400 }])).toMatchObject({
      equal: true,
      simulated: 2,
    });
  });

  it.each([
    ['a message is missing', [one]],
    ['a message came twice', [one, later, later]],
    ['a message came to somebody else', [one, { ...later, to: 'c@example.com' }]],
    ['a message came a minute late', [one, { ...later, at: later.at + 60_000 }]],
    ['a message had other words', [one, { ...later, subject: 'Good day' }]],
    ['a message was another one', [one, { ...later, template: 'hot-2' }]],
  ])('differ where %s', (_case, delivered) => {
    const found = compareLists([one, later], delivered);
    expect(found.equal).toBe(false);
    expect(found.onlySimulated.length + found.onlyDelivered.length).toBeGreaterThan(0);
  });
});

describe('the checks of a demo', () => {
  const comparison = compareLists([one], [one]);
  const good = {
    import: { read: 3, created: 2, merged: 1, unchanged: 0, rejected: 0 },
    stages: { rejected: 1, review: 0, ready: 1, unrouted: 0, enrolled: 0, ended: 0, left: 0 },
    delivered: { way: 'smtp', states: { sent: 1 }, ends: {}, enrolled: 1, handoffs: 0, arrived: 1, twice: 0 },
    comparison,
  } as unknown as DemoFigures;
  const holds = (figures: DemoFigures) => checksOf(figures).every((check) => check.holds);

  it('hold where everything adds up', () => {
    expect(holds(good)).toBe(true);
  });

  it.each([
    ['the lists differ', { comparison: compareLists([one], [later]) }],
    ['a row is lost', { import: { ...good.import, read: 4 } }],
    ['a person is in no stage', { stages: { ...good.stages, rejected: 0 } }],
    ['somebody ready was not enrolled', { delivered: { ...good.delivered, enrolled: 0 } }],
    ['a message came twice', { delivered: { ...good.delivered, twice: 1 } }],
    ['a message is in doubt', { delivered: { ...good.delivered, states: { sent: 1, unconfirmed: 1 } } }],
    ['the ledger knows of more', { delivered: { ...good.delivered, states: { sent: 2 } } }],
  ])('do not where %s', (_case, change) => {
    expect(holds({ ...good, ...change } as DemoFigures)).toBe(false);
  });

  it('decide the exit code', () => {
    const { failed } = demoOperation({ colour: false, columns: null });
    expect(failed?.({ ok: false })).toBe(true);
    expect(failed?.({ ok: true })).toBe(false);
  });
});

describe('subjects', () => {
  it.each([
    'plain',
    '3,1 % – für Sie, Gonçalo',
    'ação '.repeat(30).trim(),
    '日本語の件名',
  ])('are read as written: %s', (text) => {
    expect(decodedWords(encodedWords(text, 60).join('\r\n '.replace('\r\n', '')))).toBe(text);
  });
});
