/** Sentences by what they are in English. Blanks (`{0}`, `{1}` …) are filled with the same values, in the order that the language wants. */
export type Spanish = Readonly<Record<string, string>>;
