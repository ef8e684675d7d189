/**
 * Cells as they are written into a CSV file: quoted where they must be, and disarmed where a spreadsheet would run them (directives/csv-cell.md).
 * What is written here `bareText` reads back as it was.
 */

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/** Spreadsheets run what begins so, also in full width; signed numbers and phones are harmless. Source: OWASP, CSV Injection. */
const RUNS = /^\s*(?:[=@＝＠]|[+\-＋－](?![\d\s().-]*$))|^[\t\r]/;
/** What import would take an apostrophe off. */
const LOOKS_DISARMED = /^'+\s*[=+\-@\d\t＝＠＋－]/;

/** A cell that no spreadsheet runs, without quotes. */
function disarmed(cell: string): string {
  return RUNS.test(cell) || LOOKS_DISARMED.test(cell) ? `'${cell}` : cell;
}

/** One line of CSV (RFC 4180, LF). */
export function csvLine(cells: readonly string[]): string {
  const written = cells.map((cell) => {
    const safe = disarmed(cell);
    return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${written.join(',')}\n`;
}
