/** Birth dates as files write them. Owns which of day and month stands first; must never guess where both could. */

/** Which of two leading numbers is the day; null where the file does not show it. */
export type DateOrder = 'day-first' | 'month-first' | null;

const YEAR_FIRST = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?$/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?: .*)?$/;
const LONGEST_MONTH = 31;
const MONTHS = 12;

function iso(year: number, month: number, day: number): string | null {
  if (month < 1 || month > MONTHS || day < 1 || day > LONGEST_MONTH) return null;
  const last = Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
  return day > last
    ? null
    : `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** ISO date of `1980-02-29`, `19800229`, `29.02.1980`, `29/02/1980` (or `02/29/1980` by `order`); null where it cannot be told. */
export function readBirthDate(text: string, order: DateOrder): string | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return iso(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const found = YEAR_LAST.exec(text);
  if (found === null) return null;
  const [a, b, year] = [Number(found[1]), Number(found[3]), Number(found[4])];
  const dayFirst = found[2] === '.' || a > MONTHS || order === 'day-first' || a === b;
  if (dayFirst) return iso(year, b, a);
  return b > MONTHS || order === 'month-first' ? iso(year, a, b) : null;
}

/** What the dates of a column say about their order, from those in which only one number can be a month. */
export function dateOrderOf(samples: Iterable<string>): DateOrder {
  for (const sample of samples) {
    const found = YEAR_LAST.exec(sample.trim());
    if (found === null) continue;
    if (Number(found[1]) > MONTHS) return 'day-first';
    if (Number(found[3]) > MONTHS) return 'month-first';
  }
  return null;
}
