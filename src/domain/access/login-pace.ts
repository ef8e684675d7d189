/** How often a login may be tried (directives/login-pace.md): by network and by account, never by account alone. */

/** Tries from one network for one account, in a minute. */
const OF_ONE_ACCOUNT = 10;
/** Tries from one network for any accounts, in a minute. */
const OF_ONE_NETWORK = 30;
const WINDOW_MS = 60_000;

/** When logins were tried from a network (epoch ms, oldest first), this one left out. */
export interface LoginTries {
  readonly forAccount: readonly number[];
  readonly forAny: readonly number[];
}

/** Milliseconds to wait before the next try; 0 = it may be tried now. */
export function loginWait({ forAccount, forAny }: LoginTries, now: number): number {
  return Math.max(waitFor(forAccount, OF_ONE_ACCOUNT, now), waitFor(forAny, OF_ONE_NETWORK, now));
}

/** Until the oldest of the last `most` tries is a minute ago. */
function waitFor(tries: readonly number[], most: number, now: number): number {
  const oldest = tries.at(-most);
  return oldest === undefined ? 0 : Math.max(0, oldest + WINDOW_MS - now);
}

/** Whoever has one address of IPv6 has all of its /64; of IPv4, and of IPv4 written as IPv6, each counts alone. */
export function networkOf(address: string): string {
  if (address.includes('.') || !address.includes(':')) return address.replace(/^.*:/, '');
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0');
  return `${[...front, ...gap, ...back].slice(0, 4).join(':')}::/64`;
}
