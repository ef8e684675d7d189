/**
 * Fetches the certificates that SNS signs with, and keeps those it has. Owns the only call that reading a webhook makes; the
 * address is judged before it is handed in.
 */
import { X509Certificate } from 'node:crypto';
import type { CertificateOf } from './hook.ts';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 16_384;
/** Certificates kept; SNS changes its own about once a year. */
const MOST_KEPT = 20;

/** A fetcher with a memory. One that could not be had is asked for again with the next call. */
export function certificates(get: typeof fetch = fetch): CertificateOf {
  const kept = new Map<string, Promise<string | null>>();
  return (url) => {
    const known = kept.get(url);
    if (known) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const fetched = download(url, get);
    kept.set(url, fetched);
    void fetched.then((text) => text === null && kept.delete(url));
    return fetched;
  };
}

async function download(url: string, get: typeof fetch): Promise<string | null> {
  try {
    const answer = await get(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = answer.ok ? await answer.text() : '';
    if (text.length > MOST_BYTES) return null;
    const { validToDate } = new X509Certificate(text);
    return Number.isNaN(validToDate.getTime()) ? null : text;
  } catch {
    // No answer, or no certificate: the call is refused, and its sender tries again.
    return null;
  }
}
