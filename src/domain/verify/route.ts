/**
 * Where a domain's mail goes, as DNS tells it. Owns the shape and the reading of records; asks nobody.
 */

/**
 * What DNS says about a domain's mail: `mx` = hosts by preference; `address` = no MX, but the domain itself is a host that
 * may accept mail; `null-mx` = the owner declares that it accepts none; `none` = neither; `unknown` = the resolver failed or
 * timed out, ask again later.
 * Source: RFC 5321 §5.1 (MX, then address records); RFC 7505 (null MX).
 */
export type MailRoute =
  | { readonly kind: 'mx'; readonly hosts: readonly string[] }
  | { readonly kind: 'address' }
  | { readonly kind: 'null-mx' }
  | { readonly kind: 'none'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * The detail of an `unknown` that is no fault of the domain: the resolver cannot even find names that are always there, so
 * nothing it denies may be believed.
 */
export const NO_DNS = 'no-dns';

/** Whether a route says nothing at all, because there is no DNS here. */
export function saysNothing(route: MailRoute | null): boolean {
  return route?.kind === 'unknown' && route.detail === NO_DNS;
}

/** One MX record; `exchange` is a host name without the closing dot, empty for the root. */
export interface MxRecord {
  readonly exchange: string;
  readonly priority: number;
}

/**
 * The route that a non-empty answer of MX records means: hosts in order of preference (equal ones by name, so that the same
 * records always give the same route), or the refusal of all mail where the root is the only exchange.
 * Source: RFC 7505 §3: a null MX is the single record of preference 0 at the root; beside other records it is ignored.
 */
export function routeOfMx(records: readonly MxRecord[]): MailRoute {
  const hosts = records
    .map(({ exchange, priority }) => ({ host: exchange.toLowerCase(), priority }))
    .filter(({ host }) => host !== '' && host !== '.')
    .toSorted((a, b) => a.priority - b.priority || (a.host < b.host ? -1 : 1))
    .map(({ host }) => host);
  return hosts.length > 0 ? { kind: 'mx', hosts } : { kind: 'null-mx' };
}
