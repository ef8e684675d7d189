/**
 * Text as plain words, and phrases found in it whole. Owns how words are cut and compared in every language; what a phrase
 * means is the caller's.
 */

/** A phrase in words, with what it means. */
export interface Phrase<Meaning> {
  readonly words: readonly string[];
  readonly meaning: Meaning;
}

/** Phrases that begin with one word, by their whole text. */
interface Beginning<Meaning> {
  readonly byText: Map<string, Phrase<Meaning>>;
  /** Counts of words that there are, the longest first: each is looked for once. */
  readonly lengths: number[];
}

/** Phrases by their first word. */
export type Phrases<Meaning> = ReadonlyMap<string, Beginning<Meaning>>;

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
  const index = new Map<string, Beginning<M>>();
  for (const [phrase, meaning] of entries) {
    if (seen.has(phrase)) {
      refuseOther(phrase, seen.get(phrase), meaning);
      continue;
    }
    seen.set(phrase, meaning);
    const words = phrase.split(' ');
    const begun: Beginning<M> = index.get(words[0]!) ?? { byText: new Map(), lengths: [] };
    index.set(words[0]!, begun);
    begun.byText.set(phrase, { words, meaning });
    if (!begun.lengths.includes(words.length)) begun.lengths.push(words.length);
  }
  for (const { lengths } of index.values()) lengths.sort((a, b) => b - a);
  return index;
}

function refuseOther(phrase: string, before: unknown, now: unknown): void {
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  throw new Error(`"${phrase}" has two meanings, ${JSON.stringify(before)} and ${JSON.stringify(now)}`);
}

/**
 * Spellings of a phrase whose words may be one of several, `_` standing for none: `stop/quit _/all emails` → `stop emails`, `stop all emails`,
 * `quit emails` … `sets`: words by their name, as in `stop {mail}`.
 */
export function spellings(phrase: string, sets: Readonly<Record<string, string>> = {}): readonly string[] {
  const whole = phrase.replace(/\{(\w+)\}/g, (_, name: string) => sets[name] ?? name);
  const words = whole.split(' ').map((word) => word.split('/'));
  const begun = words.reduce<string[][]>(
    (starts, choices) => starts.flatMap((start) => choices.map((word) => (word === '_' ? start : [...start, word]))),
    [[]],
  );
  return begun.map((spelling) => spelling.join(' '));
}

/** The longest phrase that begins at word `at`; undefined where none does. */
export function phraseAt<M>(phrases: Phrases<M>, words: readonly string[], at: number): Phrase<M> | undefined {
  const begun = phrases.get(words[at] ?? '');
  if (begun === undefined) return undefined;
  for (const length of begun.lengths) {
    if (at + length > words.length) continue;
    const found = begun.byText.get(length === 1 ? (words[at] as string) : words.slice(at, at + length).join(' '));
    if (found) return found;
  }
  return undefined;
}
