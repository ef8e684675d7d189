/** Runs a row of slack-click.md. */
import { clickShows } from '../src/domain/agent/click.ts';

export function run({ code = null }: { readonly code?: string | null }): { readonly shows: string } {
  return { shows: clickShows(code) };
}
