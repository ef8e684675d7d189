/** When logins were tried, by network and account, in this process. Bounded: the networks that were quiet longest are forgotten first. */
import type { LoginTries } from '../../domain/access/login-pace.ts';
import { LIMITS } from '../../domain/limits.ts';

/** Tries of one network that are kept in mind: more than any rule asks for. */
const KEPT = 64;

interface Try {
  readonly account: string;
  readonly at: number;
}

/** What is kept in mind. */
interface LoginTriesKept {
  of(network: string, account: string): LoginTries;
  add(network: string, account: string, at: number): void;
  /** It was them: what they tried for this account before is forgiven. */
  forget(network: string, account: string): void;
}

/** An empty memory. */
export function loginTries(): LoginTriesKept {
  const byNetwork = new Map<string, readonly Try[]>();
  return {
    of(network, account) {
      const tries = byNetwork.get(network) ?? [];
      const own = tries.filter((one) => one.account === account);
      return { forAccount: own.map(({ at }) => at), forAny: tries.map(({ at }) => at) };
    },
    add(network, account, at) {
      const tries = [...(byNetwork.get(network) ?? []), { account, at }].slice(-KEPT);
      byNetwork.delete(network);
      byNetwork.set(network, tries);
      if (byNetwork.size <= LIMITS.callersKnown) return;
      const [quietest] = byNetwork.keys();
      if (quietest !== undefined) byNetwork.delete(quietest);
    },
    forget(network, account) {
      const tries = (byNetwork.get(network) ?? []).filter((one) => one.account !== account);
      byNetwork.set(network, tries);
    },
  };
}
