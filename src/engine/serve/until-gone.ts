/** Work for whoever asked over HTTP ends when they are gone. */

/** An answer of HTTP, as far as it tells of its connection. */
interface Answer {
  once(event: 'close', heard: () => void): unknown;
  readonly writableFinished: boolean;
}

/**
 * Aborted once whoever asked is gone before the answer is told. Why not the request's own signal: it hears the end of the request's body, which is
 * over before any work begins.
 */
export function untilGone(answer: Answer): AbortSignal {
  const gone = new AbortController();
  answer.once('close', () => {
    if (!answer.writableFinished) gone.abort();
  });
  return gone.signal;
}
