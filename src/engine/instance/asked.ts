/** Asking somebody outside, who may take their time or never answer. */
import { clearTimeout, setTimeout } from 'node:timers';

/** How long an answer is waited for, ms: longer than any connection may be set to wait itself, and not for ever. */
const ANSWER_MS = 150_000;

/** What they say, or `late` where they have not by then. Errors: what they fail with, at once too. */
export async function inTime<T>(ask: () => Promise<T>, late: T, mostMs: number = ANSWER_MS): Promise<T> {
  const { promise: over, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(resolve, mostMs, late);
  try {
    return await Promise.race([ask(), over]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What they say, or null where the worker has to go before that, which it does `afterStopMs` after a stop: then they are asked another
 * time. After a stop nobody is asked.
 */
export async function unlessStopped<T>(
  ask: () => Promise<T>,
  signal: AbortSignal | undefined,
  afterStopMs = 0,
): Promise<T | null> {
  if (!signal) return ask();
  if (signal.aborted) return null;
  const { promise: stopped, resolve } = Promise.withResolvers<null>();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    timer = setTimeout(resolve, afterStopMs, null);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([ask(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
  }
}
