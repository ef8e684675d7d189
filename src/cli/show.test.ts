import { expect, test } from 'vitest';
import { harmless, show } from './show.ts';

test('names and values, a line each; what is not known is not said', () => {
  expect(
    show({ leadId: 'l1', score: 0.5, isNew: true, phone: null, tags: ['a', 'b'], none: [], deep: { x: { y: 1 } } }),
  ).toBe('lead id: l1\nscore: 0.5\nis new: yes\ntags: a, b\nnone: none\ndeep:\n  x: y 1\n');
});

test('a long list of single values is one line', () => {
  const stages = ['initialize', 'check', 'contact', 'channel', 'message', 'touch', 'evaluate', 'schedule', 'complete'];
  expect(show({ stages, counts: [1, 2, 3, 4, 5, 6, 7, 8, 1_000] })).toBe(
    `stages: ${stages.join(', ')}\ncounts: 1, 2, 3, 4, 5, 6, 7, 8, 1,000\n`,
  );
});

test('records that lie flat are a table; deeper and wider ones are told name by name', () => {
  expect(
    show({
      tasks: [
        { id: 't1', dueAt: null },
        { id: 't2', dueAt: '2026-11-30T14:10:36.015Z' },
      ],
    }),
  ).toBe('tasks:\n  ID  DUE AT\n  t1\n  t2  2026-11-30 14:10\n');
  expect(show({ tasks: [{ id: 't1', of: { a: { b: 1 } } }] })).toBe('tasks:\n  - id: t1\n    of:\n      a: b 1\n');
  const wide = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`name${i}`, 'x'.repeat(30)]));
  expect(show({ rows: [wide] })).toMatch(/^rows:\n {2}- name0: x/);
});

test('what comes from strangers does nothing to a terminal; lines, tabs and all letters stay', () => {
  expect(harmless('Zoë\tLi\r\n\u001b]0;pwn\u0007\u009b31m \u202eevil 李\n')).toBe(
    'Zoë\tLi\n\ufffd]0;pwn\ufffd\ufffd31m \ufffdevil 李\n',
  );
});
