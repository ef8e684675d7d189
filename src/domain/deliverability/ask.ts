/**
 * Questions to DNS and their answers, as rules ask them: a rule yields a question and is given its answer, so that it stays pure
 * whoever asks. Owns the shapes.
 */
import type { Reason } from '../reason.ts';

/** What is asked: texts and names of an address as they are written; mail servers by name; addresses, of both kinds. */
export interface DnsQuestion {
  readonly kind: 'texts' | 'addresses' | 'mail-servers' | 'names';
  /** A domain or a host; for `names` an address. */
  readonly name: string;
}

/** `none`: there is certainly nothing. `unknown`: nobody could tell, ask again later. */
export type DnsAnswer =
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly detail: string };

/** A rule that asks. */
export type Asking<T> = Generator<DnsQuestion, T, DnsAnswer>;

/** What was looked at of a domain that sends. */
export type DnsCheck = 'spf' | 'dkim' | 'dmarc' | 'mx' | 'reverse-dns';

/** What one look found. `weak` may be lived with; `bad` costs mails. */
export interface DnsFinding {
  readonly check: DnsCheck;
  /** The domain, or the server. */
  readonly about: string;
  readonly verdict: 'ok' | 'weak' | 'bad' | 'unknown';
  readonly reason: Reason;
  /** The record that mends it; null = there is none to be given. */
  readonly publish: { readonly name: string; readonly type: 'TXT' | 'MX' | 'PTR'; readonly value: string } | null;
}

/** The answer to a question. */
export function* ask(kind: DnsQuestion['kind'], name: string): Asking<DnsAnswer> {
  return yield { kind, name };
}

/** The values of an answer; none where there are none, or nobody could tell. */
export function valuesOf(answer: DnsAnswer): readonly string[] {
  return answer.kind === 'found' ? answer.values : [];
}

/** Nobody could tell. */
export function notTold(check: DnsCheck, about: string, detail: string): DnsFinding {
  return { check, about, verdict: 'unknown', reason: { code: 'dns-not-told', facts: { detail } }, publish: null };
}
