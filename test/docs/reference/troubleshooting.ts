/** The page docs/troubleshooting.md: symptoms in words, then what to look at by reason code, made from the table of codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../../src/domain/reason.ts';

const HEAD = 'troubleshooting-head.md';

/** The whole page; only codes that something can be done about. */
export function troubleshootingPage(): string {
  const head = readFileSync(join(import.meta.dirname, HEAD), 'utf8');
  const rows = Object.entries(REASONS)
    .filter(([, { remedy }]) => remedy !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { says, remedy }]) => `| \`${code}\` | ${cell(says)} | ${cell(remedy)} |\n`);
  return head + rows.join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
