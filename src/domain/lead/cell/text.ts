/**
 * A cell before anybody reads it: blanks trimmed, Unicode composed, what no store can hold taken out, what spreadsheets wrap
 * around values taken off. Owns the bare text; must never decide what it means.
 */

const UNSTORABLE = /\0/g;
/** NUL, or anything outside ASCII. */
const SUSPICIOUS = /[^!-~\s]/;
/** `="0049123"`: a formula that only keeps a spreadsheet from reading a number. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
/** `'+4915…`, `'=SUM`: the apostrophe by which exports disarm formulas, see `csv.ts`. */
const DISARMED = /^'(?='*\s*[=+\-@\d\t＝＠＋－])/;

/**
 * The bare text of a cell. Output: trimmed, NFC, no NUL, no lone surrogate; '' for a cell of blanks.
 * A value disarmed for spreadsheets (`'+49…`, `="0049"`) comes back as it was.
 */
export function bareText(cell: string): string {
  let text = cell.trim();
  if (text === '') return text;
  const first = text.charCodeAt(0);
  if (first === 0x3d) text = text.replace(TEXT_FORMULA, (_, inner: string) => inner.replaceAll('""', '"')).trim();
  else if (first === 0x27) text = text.replace(DISARMED, '');
  return SUSPICIOUS.test(text) ? text.replace(UNSTORABLE, '').toWellFormed().normalize('NFC').trim() : text;
}
