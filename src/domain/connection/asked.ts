/** A connection with its secrets in clear, as whoever speaks to its provider is handed it; never stored, never told. */

/** What is spoken to a provider with. */
export interface Asked {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Gives a token that is good now; null where the connection signs in without. */
  readonly token: TokenSource | null;
}

/** A token that is good now; `anew` = the one that was given last is not taken. Rejects with `TokenFault`. */
export type TokenSource = (anew: boolean) => Promise<string>;

/** No token came about. `login-refused`: a person must allow it again · `no-connection`: it passes. */
export class TokenFault extends Error {
  readonly code: 'login-refused' | 'no-connection';
  constructor(code: TokenFault['code'], says: string) {
    super(says);
    this.name = 'TokenFault';
    this.code = code;
  }
}

/** How a provider answered when it was asked whether it takes us. `code` and `says` as of `Heard`. */
export interface Tested {
  readonly contact: 'works' | 'fails';
  readonly code: string | null;
  readonly says: string;
}

/** What a renewal of tokens came to: secrets to be kept, or why there are none. */
export type Renewed =
  | { readonly kind: 'renewed'; readonly secrets: Readonly<Record<string, string>> }
  | { readonly kind: 'refused' | 'later'; readonly says: string };
