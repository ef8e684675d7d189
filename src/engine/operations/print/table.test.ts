import { expect, test } from 'vitest';
import { columnsOf, printList } from './table.ts';

const COLUMNS = { name: 'NAME', 'standing.tier': 'TIER', reason: 'REASON', dueAt: 'DUE', phone: 'PHONE', id: 'ID' };
const ROWS = [
  {
    id: 'lead_1',
    name: 'Ann\nLee',
    phone: null,
    standing: { tier: 'hot' },
    reason: null,
    dueAt: '2026-11-30T14:10:36.015Z',
  },
  { id: 'lead_2', name: 'B'.repeat(50), phone: null, standing: null, reason: { code: 'paused' }, dueAt: null },
];

test('a record a line; empty columns are left out, long texts cut, times short, reasons their code', () => {
  expect(
    printList(ROWS, COLUMNS, { none: 'None.', next: 'lead_2', total: 1_200 }),
  ).toBe(`NAME                                  TIER  REASON  DUE               ID
Ann Lee                               hot           2026-11-30 14:10  lead_1
${'B'.repeat(35)}…        paused                    lead_2
1,200 in all.
More: --after lead_2
`);
});

test('none is said; all that a record has are columns too', () => {
  expect(printList([], COLUMNS, { none: 'None.', next: null })).toBe('None.\n');
  expect(columnsOf({ id: 1, fullName: 2 })).toEqual({ id: 'ID', fullName: 'FULL NAME' });
});
