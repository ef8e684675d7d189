/** Runs a row of valuation-paper.md. */
import type { Valuation } from '../src/domain/valuation/comparables.ts';
import { paperName } from '../src/domain/valuation/paper.ts';

interface Row {
  readonly address?: string;
  readonly value?: number | null;
  readonly show?: Valuation['show'];
}

/** So many letters. */
const letters = (text: string) =>
  text.replaceAll('`', '').replace(/<(\d+)>/, (_, length: string) => 'n'.repeat(Number(length)));
const named = (name: string | null) => name?.replace(/n{9,}/, (many) => `<${many.length}>`) ?? null;

export function run({ address = '', value = null, show }: Row) {
  const name = named(paperName({ address: letters(address) }, show === undefined ? null : { value, show }));
  return { name: name?.includes('<') ? `\`${name}\`` : name };
}
