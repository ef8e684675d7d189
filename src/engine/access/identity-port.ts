/** The identity provider that people may log in by, as the engine asks for it. */
import type { OidcTerms } from '../../domain/access/log-in-oidc.ts';

/** What one log-in is known by. All three are made by chance, for it alone. */
export interface LoginFlow {
  /** Comes back in the address. */
  readonly state: string;
  /** Comes back in what the provider signs. */
  readonly nonce: string;
  /** Is shown by whoever redeems the code. Source: RFC 7636. */
  readonly verifier: string;
}

/** Where a browser goes; or the provider does not answer, and why, for the log. */
export type LoginStart = { readonly kind: 'go'; readonly url: string } | ProviderAway;

interface ProviderAway {
  readonly kind: 'away';
  readonly why: string;
}

/** Who came back: an account of the provider, with what it says of them. */
export interface ProvenAccount {
  readonly kind: 'proven';
  /** Never given to another account of this provider. */
  readonly subject: string;
  /** As the provider writes it; null = none. */
  readonly email: string | null;
  readonly emailVerified: boolean | null;
}

/** denied: the provider says no · unproven: what came back does not hold. `why` is for the log and holds no secret. */
export type LoginEnd = ProvenAccount | ProviderAway | { readonly kind: 'denied' | 'unproven'; readonly why: string };

/** An identity provider. Never rejects for what the outside does. */
export interface IdentityProvider {
  /** As people know it. */
  readonly name: string;
  readonly issuer: string;
  readonly terms: OidcTerms;
  /** Whether people may log in by password as well. */
  readonly passwords: boolean;
  /** `back`: the address that it sends people to. */
  begin(flow: LoginFlow, back: string): Promise<LoginStart>;
  /** `query`: the words of the address by which a browser came back, with or without `?`. */
  end(flow: LoginFlow, back: string, query: string): Promise<LoginEnd>;
  /** Null = it answers and describes itself; else what came instead. Asks anew. */
  look(): Promise<string | null>;
}
