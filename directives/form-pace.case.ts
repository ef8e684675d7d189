/** Runs a row of form-pace.md. */
import { FORM_CALLS, formWait } from '../src/domain/source/form-pace.ts';

const NOW = 10_000_000;

export function run({ calls }: { readonly calls: readonly string[] }): { readonly waitSeconds: number } {
  const times = calls.flatMap((text) => {
    const [count = 0, secondsAgo = 0] = text.split('x').map(Number);
    return Array.from({ length: count }, () => NOW - secondsAgo * 1_000);
  });
  // What is remembered is all that is needed.
  return { waitSeconds: formWait(times.slice(-FORM_CALLS), NOW) / 1_000 };
}
