/**
 * Signed tokens: a claim that we made and anybody may carry, in letters that an address bears. Nothing is looked up to believe
 * one, so it works for as long as the instance keeps its secret. Owns the form; what is claimed is its user's.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of proof kept of the HMAC. Source: RFC 2104 §5, at least half of the hash. */
const PROOF_BYTES = 16;
/** A version of one digit, the claim, the proof. */
const TOKEN = /^(\d)([\w-]+)\.([\w-]{22})$/;

/** What tokens of one kind are for. */
export interface TokenPurpose {
  /** Keeps the secret's other uses apart: no token of another purpose, and no hash made elsewhere, is ever valid here. */
  readonly name: string;
  /** One digit; another one is another kind of token. */
  readonly version: string;
  /** Characters of a token that are read at all. */
  readonly most: number;
}

/**
 * A token: only `A–Z a–z 0–9 - _ .`, about four thirds of the claim and 24 characters. `key`: the instance's secret, at least 32
 * bytes. `claim` as JSON.
 */
export function makeToken(key: Buffer, purpose: TokenPurpose, claim: readonly string[]): string {
  const text = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${purpose.version}${text}.${proofOf(key, purpose, text)}`;
}

/**
 * What a token claims, or null where it was not made with this key for this purpose, or a single character of it changed.
 * Why the proof covers the text of the claim and is compared as text: base64 has several spellings of the same bytes.
 */
export function readToken(key: Buffer, purpose: TokenPurpose, token: string): readonly string[] | null {
  if (token.length > purpose.most) return null;
  const [, version, claim, proof] = TOKEN.exec(token) ?? [];
  if (version !== purpose.version || claim === undefined || proof === undefined) return null;
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(key, purpose, claim)))) return null;
  return JSON.parse(Buffer.from(claim, 'base64url').toString()) as string[];
}

function proofOf(key: Buffer, { name, version }: TokenPurpose, claim: string): string {
  const mac = createHmac('sha256', key).update(`\0rekindle/${name}/${version}\0`).update(claim);
  return mac.digest().subarray(0, PROOF_BYTES).toString('base64url');
}
