/** Answers kept for texts that come again and again, up to a bound. Owns the forgetting; changes no answer. */

/**
 * A function that remembers what `answer` gave for a text. `answer` must be pure. At `limit` texts everything is forgotten at
 * once: files repeat the same few thousand titles and headers, so keeping an order of use would cost more than it saves.
 */
export function remembering<Answer>(limit: number, answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = answer(text);
    if (known.size >= limit) known.clear();
    known.set(text, now);
    return now;
  };
}

/** A function that remembers what `answer` gave for the text before: for what is asked for twice in a row and then hardly ever. */
export function rememberingLast<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  let last: { readonly text: string; readonly answer: Answer } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, answer: answer(text) };
    return last.answer;
  };
}
