/** Runs a row of login-pace.md. */
import { loginWait, networkOf } from '../src/domain/access/login-pace.ts';

interface Row {
  readonly 'for account'?: string;
  readonly 'for any'?: string;
  readonly address?: string;
}

const NOW = 1_000_000_000;

export function run(row: Row): { readonly wait?: number; readonly network?: string } {
  if (row.address !== undefined) return { network: networkOf(row.address) };
  const tries = { forAccount: triesIn(row['for account']), forAny: triesIn(row['for any']) };
  return { wait: loginWait(tries, NOW) / 1_000 };
}

function triesIn(text = ''): number[] {
  return text.split(' ').flatMap((part) => {
    const [seconds = '', count = ''] = part.split('×');
    return Array.from({ length: Number(count) }, () => NOW - Number(seconds) * 1_000);
  });
}
