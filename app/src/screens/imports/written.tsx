/** How a file is written, in one line. */
import { type ImportWord, useImportWords } from '../../words/imports.ts';
import type { Look } from './columns.tsx';

const DIVIDERS: Readonly<Record<string, ImportWord>> = {
  ',': 'imports.dividerComma',
  ';': 'imports.dividerSemicolon',
  '\t': 'imports.dividerTab',
  '|': 'imports.dividerPipe',
};

/** It. */
export function Written({ name, of: { dialect, columns, source } }: { readonly name: string; readonly of: Look }) {
  const { t } = useImportWords();
  const n = columns.length;
  const divider = DIVIDERS[String(dialect.delimiter)];
  const blanks = { name, n, divider: divider ? t(divider) : String(dialect.delimiter), encoding: encodingOf(dialect) };
  const says = [
    dialect.kind === 'xlsx' ? t('imports.isBook', { name, n }) : t('imports.isText', blanks),
    ...(dialect.gzip === true ? [t('imports.zipped')] : []),
    ...(source === 'csv' ? [] : [t('imports.ofVendor', { name: source })]),
  ];
  return (
    <p className="line">
      {says.join(', ')}. {dialect.header === false && <span className="warn">{t('imports.headless')}</span>}
    </p>
  );
}

function encodingOf({ encoding }: Look['dialect']): string {
  return String(encoding)
    .replace('windows', 'Windows')
    .replace('utf', 'UTF')
    .replace(/(le|be)$/, ' $1');
}
