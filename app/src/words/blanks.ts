/** Sentences with something left open, filled in. */

/** What stands in a sentence for its names in braces. */
export type Blanks = Readonly<Record<string, string | number>>;

/** A sentence with what stands for its names in braces. Of two, with ` | ` between them, the first is said of one `n`, the second of more. */
export function fillBlanks(text: string, blanks: Blanks, number: (n: number) => string): string {
  const [one = '', more = one] = text.split(' | ');
  const filled = (blank: string | number | undefined) => (typeof blank === 'number' ? number(blank) : (blank ?? ''));
  return (blanks.n === 1 ? one : more).replace(/\{(\w+)\}/g, (_, name: string) => filled(blanks[name]));
}
