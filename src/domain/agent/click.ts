/** To whom it is said what a click on a plan came to (directives/slack-click.md). */

/** Refusals after which nobody can do anything by these buttons any more. */
const OVER: ReadonlySet<string> = new Set([
  ...['plan-approved-before', 'plan-refused', 'plan-expired', 'plan-withdrawn', 'plan-used', 'plan-changed'],
  'no-such-plan',
]);

/** all: the message gives way to it · one: it stays, and only who clicked is told. `code`: of the refusal; null = it was done. */
export function clickShows(code: string | null): 'all' | 'one' {
  return code === null || OVER.has(code) ? 'all' : 'one';
}
