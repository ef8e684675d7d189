/**
 * What must be made once on the other side, however often a hand-off is begun: it is looked for before it is made, and what is about to be
 * made is on disk before the call. Decides nothing.
 */
import { ApiStop, type HandOffReply, type ReceiptBook } from '../engine/crm-port.ts';

/** Gives the id of what is there then. `find` gives the id of what is there already; null = nothing is. */
export async function once(
  book: ReceiptBook,
  name: string,
  find: () => Promise<string | null>,
  make: () => Promise<string>,
): Promise<string> {
  const known = book.receipt[name];
  if (typeof known === 'string') return known;
  const found = await find();
  if (found === null) await book.keep({ doing: name });
  const id = found ?? (await make());
  await book.keep({ [name]: id, doing: '' });
  return id;
}

/** The answer of a delivery whose calls may be stopped. */
export async function replyOf(deliver: () => Promise<string>): Promise<HandOffReply> {
  try {
    return { kind: 'sent', detail: await deliver() };
  } catch (error) {
    if (error instanceof ApiStop) return error.reply;
    throw error;
  }
}

/** By what a note or deal is known again as ours. */
export function markOf(handOffId: string): string {
  return `[rekindle ${handOffId}]`;
}

/** A word list of settings: `a, b` is two. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Pairs of settings: `industry=Industry, tier=Score`. */
export function pairsOf(text: string | undefined): (readonly [string, string])[] {
  return listOf(text).flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
  });
}

/** What does not read as pairs, each with its place. */
export function pairProblems(place: string, text: string | undefined): string[] {
  return listOf(text).length === pairsOf(text).length ? [] : [`${place}: must be pairs, such as industry=Industry`];
}
