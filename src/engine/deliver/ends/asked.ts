/** Asking a provider, which may take its time. */

/** What it says, or null where the worker has to go before that: then it is asked another time. After a stop nobody is asked. */
export async function unlessStopped<T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (!signal) return ask();
  if (signal.aborted) return null;
  const { promise: stopped, resolve } = Promise.withResolvers<null>();
  const stop = () => resolve(null);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([ask(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
