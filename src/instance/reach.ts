/** Whether an address is reached from this machine, and leads to us. Part of the composition root; says nothing of what the outside sees. */
import { LIMITS } from '../domain/limits.ts';

/** How long an address is waited for, milliseconds. */
const REACH_MS = 10_000;

/** Null = our own health answers there; else what came instead, in words. Never rejects. */
export async function reach(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(REACH_MS) });
    if (answer.status !== 200) return `it answers ${answer.status}`;
    const length = Number(answer.headers.get('content-length') ?? 0);
    const text = length > LIMITS.httpBodyBytes ? '' : await answer.text();
    return isAlive(text) ? null : 'somebody else answers there';
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { readonly message?: string } };
    return cause?.message || message;
  }
}

function isAlive(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly alive?: unknown }).alive === true;
  } catch {
    return false;
  }
}
