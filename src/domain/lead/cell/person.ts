/**
 * A person's name as it is shown: taken apart into first and last, titles off, shouting and whispering put right.
 * Owns the display form; must never be used to decide whether two people are one (that is `../name.ts`).
 */
import { foldText } from '../name.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const TITLES = words(
  'mr mrs ms miss mx dr prof professor sir dame lady lord rev fr herr frau mme mlle monsieur madame sr sra srta don dona dott ing lic arq',
);
const SUFFIXES = words(
  'jr sr ii iii iv phd md mba esq cpa dds dvm jd msc bsc ma ba llm rn cfa pmp mpa mph edd cissp cfp phr sphr shrm pe',
);
const PARTICLES = words(
  'van von der den de del della di da dos das do du la le el bin ibn ten ter zu af av san santa y',
);
const PICTURES = /\p{Extended_Pictographic}|\u200d|\ufe0f/gu;
const NON_ASCII = /[^\0-\x7f]/;

/** One word in title case: there is nothing to take off it or to put right. */
const PLAIN_PART = /^[A-Z][a-z]+$/;

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Title and suffix words off both ends, as long as a name is left. */
function withoutTitles(tokens: readonly string[]): readonly string[] {
  let start = 0;
  let end = tokens.length;
  while (end - start > 1 && TITLES.has(foldText(tokens[start]!))) start++;
  while (end - start > 1 && SUFFIXES.has(foldText(tokens[end - 1]!).replaceAll(' ', ''))) end--;
  return tokens.slice(start, end);
}

function capitalise(word: string): string {
  return word.replace(/^(?:mc|o['’]|d['’])?./u, (head) =>
    head.length === 1 ? head.toUpperCase() : head[0]!.toUpperCase() + head.slice(1, -1) + head.at(-1)!.toUpperCase(),
  );
}

/** `JOHN SMITH-JONES`, `john smith-jones` → `John Smith-Jones`; mixed case and initials (`JP`) stay as given. */
export function showName(name: string): string {
  const lower = name.toLowerCase();
  const shouted = name === name.toUpperCase() && name !== lower && name.replace(/[^\p{L}]/gu, '').length > 2;
  if (!shouted && name !== lower) return name;
  if (name === name.toUpperCase() && !shouted) return name;
  return lower
    .split(' ')
    .map((word, at) => (at > 0 && PARTICLES.has(word) ? word : word.split('-').map(capitalise).join('-')))
    .join(' ');
}

/** `Smith, John` → `John Smith`; a comma before suffixes (`John Smith, MBA`) only ends the name. */
function inOrder(name: string): string {
  const comma = name.indexOf(',');
  if (comma < 0) return name;
  const after = name.slice(comma + 1).trim();
  const rest = after.split(/[\s,]+/);
  if (after === '' || rest.every((word) => SUFFIXES.has(foldText(word).replaceAll(' ', ''))))
    return name.slice(0, comma);
  return `${after.split(',')[0]!} ${name.slice(0, comma)}`;
}

/** Where the family name begins: at the first particle after the first word, else at the last word. */
function familyStart(tokens: readonly string[]): number {
  for (let i = 1; i < tokens.length - 1; i++) if (PARTICLES.has(tokens[i]!.toLowerCase())) return i;
  return tokens.length - 1;
}

/** First and last name of a person; null where the text has none. */
export interface ShownName {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** A name cell cleaned: pictures out, blanks single. */
export function cleanName(text: string): string {
  return squeeze(NON_ASCII.test(text) ? text.replace(PICTURES, '') : text);
}

/**
 * A whole name taken apart: `Dr. José-María van der Berg Jr.` → `{firstName: José-María, lastName: van der Berg}`,
 * `Smith, John` → `{John, Smith}`, one word → a first name only.
 */
export function splitFullName(text: string): ShownName {
  const whole = withoutTitles(cleanName(inOrder(cleanName(text))).split(' ')).join(' ');
  if (whole === '') return { firstName: null, lastName: null };
  const tokens = showName(whole).split(' ');
  if (tokens.length === 1) return { firstName: tokens[0]!, lastName: null };
  return { firstName: tokens[0]!, lastName: tokens.slice(familyStart(tokens)).join(' ') };
}

/** One half of a name as given in its own column, titles and suffixes off: `Dr. JOHN` → `John`, `Smith, MBA` → `Smith`. */
export function partOfName(text: string): string {
  if (PLAIN_PART.test(text)) return text;
  const [head, ...tail] = cleanName(text).split(',');
  const kept = tail.every((word) => SUFFIXES.has(foldText(word).replaceAll(' ', ''))) ? head! : cleanName(text);
  return showName(withoutTitles(kept.trim().split(' ')).join(' '));
}
