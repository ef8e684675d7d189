/**
 * What kind of domain an address is at: disposable, free mail, reserved, or under no public suffix.
 * Owns membership by whole labels. Never asks DNS, never judges the person.
 */
import { parse } from 'tldts';
import disposable from './data/disposable-domains.json' with { type: 'json' };
import freeMail from './data/free-mail-domains.json' with { type: 'json' };

const FREE_MAIL: ReadonlySet<string> = new Set(freeMail);
const DISPOSABLE: ReadonlySet<string> = new Set(disposable.filter((domain) => !FREE_MAIL.has(domain)));

/**
 * Names under which nothing exists on the public Internet, by last label. `rehearsal` = meant for tests and examples, where a
 * sink of one's own may take mail; `never` = no public mail at all.
 * Source: RFC 6761 (example, invalid, localhost, test), RFC 6762 (local), RFC 7686 (onion), RFC 9476 (alt), RFC 8375
 * (home.arpa), ICANN board resolution 2024.07.29.06 (internal).
 */
const RESERVED: ReadonlyMap<string, 'rehearsal' | 'never'> = new Map([
  ['example', 'rehearsal'],
  ['test', 'rehearsal'],
  ['invalid', 'never'],
  ['localhost', 'never'],
  ['local', 'never'],
  ['onion', 'never'],
  ['alt', 'never'],
  ['internal', 'never'],
  ['arpa', 'never'],
]);

/** Whether a domain (ASCII, lower case), or a domain above it, hands out throw-away addresses. */
export function isDisposable(domain: string): boolean {
  for (let rest = domain; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    if (DISPOSABLE.has(rest)) return true;
  }
  return false;
}

/** Whether a domain (ASCII, lower case) is a provider of private mailboxes, so that it says nothing about a company. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain);
}

/** Whether and how a domain is reserved; null = an ordinary name. */
export function reservation(domain: string): 'rehearsal' | 'never' | null {
  return RESERVED.get(domain.slice(domain.lastIndexOf('.') + 1)) ?? null;
}

/**
 * Whether a domain lies under a public suffix that a registry runs (`acme.co.uk`, but neither `co.uk` nor `acme.con`).
 * Source: Mozilla's Public Suffix List, ICANN section, as shipped with tldts; a suffix younger than the list is unknown.
 */
export function hasListedSuffix(domain: string): boolean {
  const { isIcann, domain: registrable } = parse(domain, { allowPrivateDomains: false });
  return isIcann === true && registrable !== null;
}

/** Whether the last label of a domain is a top-level domain of the list, `io` for one. */
export function hasListedTopLevel(domain: string): boolean {
  return parse(`name.${domain.slice(domain.lastIndexOf('.') + 1)}`, { allowPrivateDomains: false }).isIcann === true;
}
