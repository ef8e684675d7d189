/** The time in an id: ids of one prefix sort by when they were made, so that a span of time is a span of ids. Makes none. */

/** Crockford's base 32: no I, L, O, U; in ASCII order. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 9;
const TIMED = new RegExp(`^[a-z]+_([${DIGITS}]{${TIME_DIGITS}})`);

/** A whole number in a fixed count of digits that sort as it does; what is too large for them loses its front. */
export function base32(value: number, digits: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < digits; i++) {
    text = DIGITS.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** A time (epoch ms) as it stands in ids. */
export function timeText(at: number): string {
  return base32(at, TIME_DIGITS);
}

/** What every id begins with that was made in the millisecond `at` (epoch ms): those made later sort after it. */
export function idHead(prefix: string, at: number): string {
  return `${prefix}_${timeText(at)}`;
}

/** When an id was made, epoch ms; null = it has not the form of ours. */
export function idTime(id: string): number | null {
  const digits = TIMED.exec(id)?.[1];
  return digits === undefined ? null : [...digits].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);
}
