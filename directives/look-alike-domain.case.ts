/** Runs a row of look-alike-domain.md through the real rule. */
import { lookAlikeOf } from '../src/domain/verify/look-alike.ts';

/** `{meant}`, which is `nobody` where no provider was meant. */
export function run({ domain = '' }: { readonly domain?: string }): { readonly meant: string } {
  return { meant: lookAlikeOf(domain) ?? 'nobody' };
}
