/** Runs a row of account-way.md. */
import type { Way } from '../src/domain/account/plan.ts';
import { chooseWay } from '../src/domain/account/way.ts';

interface Row {
  readonly ways: readonly Way[];
  readonly open: readonly Way[];
  readonly tried: readonly Way[];
  readonly tries: number;
}

export function run({ ways, open, tried, tries }: Row): { readonly way: Way | 'none' } {
  const made = tried.map((way) => ({ way }));
  return { way: chooseWay({ ways, triesPerWay: tries }, made, (one) => open.includes(one)) ?? 'none' };
}
