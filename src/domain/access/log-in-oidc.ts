/** Who gets in by an identity provider, and as whom (directives/log-in-oidc.md). Pure: believes the provider on who somebody is, and on nothing else. */

/** What the provider says of the person, proven. */
export interface ProvenPerson {
  /** Normalised, small letters; null = none, or none that is an address. */
  readonly email: string | null;
  /** Null = the provider says nothing of it. */
  readonly emailVerified: boolean | null;
}

/** What an instance asks of the provider's people. */
export interface OidcTerms {
  /** Small letters; empty = of any. */
  readonly allowedDomains: readonly string[];
  /** Whether an address of which the provider says nothing is taken for verified. */
  readonly trustsAddresses: boolean;
}

/** Somebody whom the instance knows. */
interface KnownPerson {
  readonly userId: string;
  readonly roleCount: number;
}

/** Whom it may be. */
export interface OidcKnown {
  /** Who was bound to this account of the provider; null = nobody. */
  readonly bound: KnownPerson | null;
  /** Who has the address here, and whether another account of this provider is theirs; null = nobody. */
  readonly invited: (KnownPerson & { readonly isBoundElsewhere: boolean }) | null;
}

/** Why not. */
export type OidcRefusal =
  | 'oidc-address-unproven'
  | 'oidc-other-domain'
  | 'oidc-not-invited'
  | 'oidc-other-account'
  | 'oidc-no-role';

/** As whom, and whether the account is bound to them from now on; or why not. */
export type OidcAnswer =
  | { readonly kind: 'in'; readonly userId: string; readonly binds: boolean }
  | { readonly kind: 'refused'; readonly code: OidcRefusal };

/** The first reason that applies counts. */
export function oidcAnswer(person: ProvenPerson, terms: OidcTerms, { bound, invited }: OidcKnown): OidcAnswer {
  const address = provenAddress(person, terms);
  if (terms.allowedDomains.length > 0) {
    if (address === null) return refused('oidc-address-unproven');
    if (!terms.allowedDomains.includes(domainOf(address))) return refused('oidc-other-domain');
  }
  if (bound) return bound.roleCount > 0 ? { kind: 'in', userId: bound.userId, binds: false } : refused('oidc-no-role');
  if (address === null) return refused('oidc-address-unproven');
  if (!invited) return refused('oidc-not-invited');
  if (invited.isBoundElsewhere) return refused('oidc-other-account');
  return invited.roleCount > 0 ? { kind: 'in', userId: invited.userId, binds: true } : refused('oidc-no-role');
}

function provenAddress({ email, emailVerified }: ProvenPerson, { trustsAddresses }: OidcTerms): string | null {
  return (emailVerified ?? trustsAddresses) ? email : null;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function refused(code: OidcRefusal): OidcAnswer {
  return { kind: 'refused', code };
}
