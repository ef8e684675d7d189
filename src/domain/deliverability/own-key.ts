/** Keys of our own that mails are signed by (DKIM): which of them signs for a domain, and the record that shows it. Pure. */

/** A key, without its secret. */
export interface DkimOwnKey {
  /** In ASCII, lower case. */
  readonly domain: string;
  readonly selector: string;
  readonly kind: 'rsa' | 'ed25519';
  /** As DNS has it, base64. */
  readonly publicKey: string;
}

/** The key of a domain, or of one above it: the nearest. Undefined = none. Source: RFC 7489 §3.1.1: both are aligned. */
export function keyFor<K extends DkimOwnKey>(domain: string, keys: readonly K[]): K | undefined {
  const name = domain.toLowerCase();
  const fit = keys.filter((key) => name === key.domain || name.endsWith(`.${key.domain}`));
  return fit.toSorted((a, b) => b.domain.length - a.domain.length)[0];
}

/** The record of a key. Source: RFC 6376 §3.6.1. */
export function recordOf({ domain, selector, kind, publicKey }: DkimOwnKey) {
  return {
    name: `${selector}._domainkey.${domain}`,
    type: 'TXT' as const,
    value: `v=DKIM1; k=${kind}; p=${publicKey}`,
  };
}
