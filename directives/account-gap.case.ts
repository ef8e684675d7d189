/** Runs a row of account-gap.md. */
import { nextTouchAt } from '../src/domain/account/gap.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly made: number;
  readonly last?: string;
  readonly gaps: readonly number[];
}

const ZONE = 'Europe/Berlin';
const WINDOW = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60, skipHolidays: true };

export function run({ made, last, gaps }: Row): { readonly due?: string; readonly because: readonly string[] } {
  const { at, reasons } = nextTouchAt(
    { gapDays: gaps },
    {
      startedAt: instantOf('2026-06-01T10:20', ZONE),
      made,
      lastAt: last === undefined ? null : instantOf(last, ZONE),
      ...{ zone: ZONE, window: WINDOW, country: 'DE', region: null },
    },
  );
  const because = reasons.map(({ code }) => code);
  return at === null ? { because } : { due: wallText(at, ZONE), because };
}
