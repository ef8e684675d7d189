import { expect, test } from 'vitest';
import { printFigures } from './figures.ts';

const none = { email: 0, sms: 0, voice: 0 };

test('a day is a line under the names of its columns; what waits for a person is said only where it does', () => {
  const day = { day: '2026-11-30', sent: { ...none, email: 12_000 }, failed: { email: 1, sms: 0, voice: 2 } };
  const figures = {
    days: [{ ...day, replied: 4, bounced: 5, complained: 0 }],
    now: { sent: 40, seconds: 300, queue: { queued: 3, held: 2 } },
    oldestDueAt: null,
    unconfirmed: 0,
  };
  expect(printFigures(figures)).toBe(`            e-mails  texts  calls  failed  replied  bounced  complained
2026-11-30  12,000   0      0      3       4        5        0

In the last 5 minutes 40 left. Messages: 3 queued, 2 held.
`);
  expect(printFigures({ ...figures, unconfirmed: 1 })).toContain('1 of unknown fate: rekindle message list');
});
