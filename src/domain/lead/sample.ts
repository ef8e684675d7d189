/** People who do not exist, to try a new workspace with. Owns their file; nobody can be reached at its addresses and numbers. */
import people from './data/sample-people.json' with { type: 'json' };

/** What such an import says of where its leads are from. */
export const SAMPLE_SOURCE = 'sample';
/** Name of the file, as the list of imports shows it. */
export const SAMPLE_FILE = 'sample-people.csv';

/** The file, as CSV with a line for each of them. */
export function samplePeople(): string {
  return [people.headers, ...people.rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** Their addresses and numbers. */
export function sampleWays(): readonly string[] {
  const at = [people.headers.indexOf('Email'), people.headers.indexOf('Phone')];
  return people.rows.flatMap((cells) => at.map((column) => cells[column] ?? '')).filter((way) => way !== '');
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
