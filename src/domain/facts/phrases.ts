/**
 * Text as plain words, and phrases found in it whole. Owns how words are cut and compared in every language; what a phrase
 * means is the caller's.
 */

/** A phrase in words, with what it means. */
export interface Phrase<Meaning> {
  readonly words: readonly string[];
  readonly meaning: Meaning;
}

/** Phrases by their first word, longest first. */
export type Phrases<Meaning> = ReadonlyMap<string, readonly Phrase<Meaning>[]>;

/** Lower case, without accents: how data files write their phrases. `Líder` → `lider`. */
export function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}

/**
 * An index of phrases. `entries`: phrase in plain words separated by one blank, and its meaning.
 * Throws where one phrase is given two meanings: a mistake in the data.
 */
export function phraseIndex<M>(entries: Iterable<readonly [phrase: string, meaning: M]>): Phrases<M> {
  const seen = new Map<string, M>();
  const index = new Map<string, Phrase<M>[]>();
  for (const [phrase, meaning] of entries) {
    if (seen.has(phrase)) {
      refuseOther(phrase, seen.get(phrase), meaning);
      continue;
    }
    seen.set(phrase, meaning);
    const words = phrase.split(' ');
    const known = index.get(words[0]!);
    if (known === undefined) index.set(words[0]!, [{ words, meaning }]);
    else known.push({ words, meaning });
  }
  for (const phrases of index.values()) phrases.sort((a, b) => b.words.length - a.words.length);
  return index;
}

function refuseOther(phrase: string, before: unknown, now: unknown): void {
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  throw new Error(`"${phrase}" has two meanings, ${JSON.stringify(before)} and ${JSON.stringify(now)}`);
}

/** The longest phrase that begins at word `at`; undefined where none does. */
export function phraseAt<M>(phrases: Phrases<M>, words: readonly string[], at: number): Phrase<M> | undefined {
  return phrases.get(words[at] ?? '')?.find((phrase) => phrase.words.every((word, i) => words[at + i] === word));
}
