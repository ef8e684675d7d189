/**
 * Tells which text of a provider's list is ours, where the provider gives nothing back by which it is known: by time and words, without
 * those that are known to be others. Asks nobody. What two texts of the same minutes leave open stays `unknown`.
 */
import type { Doubt } from '../engine/ports.ts';

/** A text as listed. `at` is NaN where its time cannot be read. */
export interface ListedText {
  readonly ref: string;
  readonly at: number;
  readonly body: string | null;
}

/** How far two clocks may be apart, milliseconds. */
export const CLOCKS_APART_MS = 120_000;
/** Answers and doubts kept in mind; what is forgotten makes a lookup say less, never wrong. */
const KEPT = 5_000;

/** What one connection remembers of its texts. */
export class Listed {
  readonly #attemptMs: number;
  readonly #known = new Set<string>();
  readonly #words = new Map<string, string>();

  /** `attemptMs`: how long an attempt may take. */
  constructor(attemptMs: number) {
    this.#attemptMs = attemptMs;
  }

  /** A listed text that is somebody's already. */
  knows(ref: string): void {
    this.#known.add(ref);
    forget(this.#known);
  }

  /** The words of a text that may have left. */
  doubts(id: string, body: string): void {
    this.#words.set(id, body);
    forget(this.#words);
  }

  /** Whether the text is among all that were listed to its number. */
  pick(texts: readonly ListedText[], about: Doubt): 'accepted' | 'absent' | 'unknown' {
    const ours = texts.filter((text) => this.#mayBe(text, about.attemptedAt));
    if (ours.length === 0) return 'absent';
    const words = this.#words.get(about.id);
    // A trial account puts words of its own before ours.
    const same = words === undefined ? ours : ours.filter(({ body }) => body?.endsWith(words));
    const [first] = same;
    if (first === undefined || (words === undefined && same.length > 1)) return 'unknown';
    this.knows(first.ref);
    this.#words.delete(about.id);
    return 'accepted';
  }

  #mayBe({ ref, at }: ListedText, attemptedAt: number): boolean {
    const from = attemptedAt - CLOCKS_APART_MS;
    const until = attemptedAt + this.#attemptMs + CLOCKS_APART_MS;
    // A time that cannot be read rules nothing out.
    return !this.#known.has(ref) && !(at < from || at > until);
  }
}

function forget(kept: Set<string> | Map<string, string>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) return;
    kept.delete(oldest);
  }
}
