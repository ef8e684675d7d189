/** What programs and logged-in people may ask of an instance, as the face asks the engine for it. */
import type { Access } from '../../domain/access/role.ts';
import type { Operation, Progress } from '../operations/operation.ts';
import type { Log } from '../ports.ts';
import type { Watcher } from './live.ts';

/** Somebody whom the instance knows. */
export interface Caller {
  /** For the log of acts: `key:rk_… (our site)`, `user:ann@acme.com`. */
  readonly actor: string;
  /** One of a key; of a person one for each workspace. */
  readonly accesses: readonly Access[];
  /** Of a logged-in person; null = it is a program. */
  readonly session: CallerSession | null;
}

/** What a logged-in person’s browser must show beside its cookie. */
export interface CallerSession {
  readonly token: string;
  readonly csrf: string;
  readonly email: string;
  readonly name: string;
}

/** An operation asked for. */
export interface ApiCall {
  readonly caller: Caller;
  readonly operation: Operation;
  /** As named by the request; null = the caller’s own. */
  readonly workspace: string | null;
  readonly input: unknown;
  /** Of the request, unique. */
  readonly requestId: string;
  /** As sent, so that the same twice is done once; null = none was. */
  readonly onceKey: string | null;
  /** Plan by which it is asked for; absent or null = by none. */
  readonly plan?: string | null;
  readonly signal: AbortSignal;
  /** Hears how far long work is; absent = nobody does. */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** What became of it. */
export interface ApiAnswer {
  readonly output: unknown;
  /** It was done by an earlier request, whose answer this is. */
  readonly toldAgain: boolean;
}

/** A login that is tried. */
export interface LoginTry {
  readonly email: string;
  readonly password: string;
  /** Network address it comes from. */
  readonly from: string;
  readonly requestId: string;
}

/** Another password for oneself. */
export interface PasswordChange {
  readonly before: string;
  readonly after: string;
  readonly requestId: string;
}

/** How it went. */
export type LoginOutcome =
  | { readonly kind: 'in'; readonly session: CallerSession; readonly expiresAt: number }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'later'; readonly afterMs: number };

/** How people may log in. */
export interface LoginWays {
  readonly passwords: boolean;
  /** The identity provider, as people know it; null = there is none. */
  readonly oidc: { readonly name: string } | null;
}

/** A log-in by the identity provider that somebody begins. */
export interface OidcBegin {
  /** That they asked for; null = none. */
  readonly page: string | null;
  /** Network address it comes from. */
  readonly from: string;
}

/** Where they go, and what their browser bears meanwhile, until when. */
export type OidcBegun =
  | { readonly kind: 'go'; readonly url: string; readonly flow: string; readonly until: number }
  | Exclude<LoginOutcome, { readonly kind: 'in' }>;

/** Somebody who comes back from it. */
export interface OidcEnd {
  /** What the browser bears; null = nothing. */
  readonly flow: string | null;
  /** The words of the address. */
  readonly query: string;
  readonly from: string;
  readonly requestId: string;
}

/** How it went, and the page of ours that they asked for. */
export interface OidcEnded {
  readonly page: string;
  readonly outcome: LoginOutcome;
}

/** One value of a measure. */
export interface MeasureValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of a histogram: what it is of it. */
  readonly part?: '_bucket' | '_sum' | '_count';
}

/** A number that an instance says of itself, for each set of labels. */
export interface Measure {
  readonly name: string;
  readonly says: string;
  /** Absent = a gauge, which goes up and down. */
  readonly kind?: 'counter' | 'histogram';
  readonly values: readonly MeasureValue[];
}

/** What watching asks for. */
export interface WatchWish {
  readonly caller: Caller;
  /** As named by the request; null = the caller’s own. */
  readonly workspace: string | null;
  /** The place after which it begins; null = with what happens from now on. */
  readonly after: number | null;
  /** Words that choose kinds; empty = all. */
  readonly kinds: readonly string[];
}

/** The desk where operations are asked for. */
export interface ApiDesk {
  readonly operations: readonly Operation[];
  /** Who has this key; null = nobody, or nobody any more. */
  byKey(key: string): Promise<Caller | null>;
  /** Who is logged in by this token. */
  bySession(token: string): Promise<Caller | null>;
  /** How people may log in. */
  readonly ways: LoginWays;
  login(wish: LoginTry): Promise<LoginOutcome>;
  beginOidc(wish: OidcBegin): Promise<OidcBegun>;
  endOidc(wish: OidcEnd): Promise<OidcEnded>;
  /** Ends the caller’s session, or all of their sessions. */
  logout(caller: Caller, everywhere: boolean, requestId: string): Promise<void>;
  /** Errors: refusals `login-refused-here`, `password-too-weak`. */
  changePassword(caller: Caller, change: PasswordChange): Promise<void>;
  /** What the instance says of itself in numbers. */
  measures(): Promise<readonly Measure[]>;
  /** Where it is reached, as it is known; '' = wherever it was asked. */
  readonly address: string;
  /** Whether browsers come by https, so that cookies go by nothing else. */
  readonly secure: boolean;
  /** The last place of what happened, over all workspaces. */
  lastPlace(): Promise<number>;
  /** What happens, as it happens. Errors: refusals of access. */
  watch(wish: WatchWish): Promise<Watcher>;
  /** Errors: as `runOperation`; refusals of access. */
  perform(call: ApiCall): Promise<ApiAnswer>;
  readonly log?: Log;
}
