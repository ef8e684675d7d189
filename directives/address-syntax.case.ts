/** Runs a row of address-syntax.md through the real reader. */
import { readAddress } from '../src/domain/verify/syntax.ts';

interface Row {
  readonly text?: string;
  readonly local?: number;
  readonly letter?: string;
  readonly label?: number;
  readonly labels?: number;
  readonly end?: string;
  readonly padded?: number;
}

/** What reading the text, or an address built to measure, gives. */
export function run(row: Row): Readonly<Record<string, unknown>> {
  const { category, mailable, valid, domain, reasons } = readAddress(row.text ?? built(row));
  return { category, mailable, valid, domain, reasons };
}

function built({ local = 1, letter = 'a', label = 1, labels = 1, end = '', padded }: Row): string {
  if (padded !== undefined) return `(${'x'.repeat(padded - 'jane@acme.com'.length - 2)})jane@acme.com`;
  return `${letter.repeat(local)}@${Array.from({ length: labels }, () => 'd'.repeat(label)).join('.')}${end}`;
}
