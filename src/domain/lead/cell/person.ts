/**
 * A person's name as it is shown: taken apart into first and last, titles off, shouting and whispering put right.
 * Owns the display form; must never be used to decide whether two people are one (that is `../name.ts`).
 */
import { foldText } from '../name.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const TITLES = words(
  'mr mrs ms miss mx dr prof professor sir dame lady lord rev fr herr frau mme mlle monsieur madame sr sra srta dott ing dipling mag lic arq',
);
/** Titles that are given names as well: Don Johnson. They are titles where a given name and a surname follow. */
const TITLES_OR_NAMES = words('don dona');
const GENERATIONS = words('jr sr ii iii iv');
const DEGREES = words(
  'phd md mba esq cpa dds dvm jd msc bsc ma ba llm rn cfa pmp mpa mph edd cissp cfp phr sphr shrm pe',
);
/** Degrees that are surnames as well, so that they are degrees behind a comma alone: Yo-Yo Ma. */
const DEGREES_OR_NAMES = words('ma ba pe');
/** Between the titles of two: `Mr. & Mrs. Smith`. */
const BOTH = words('& and und y et e');
/** What a doctor is one of, behind the title: `Dr. med.`, `Dr. h.c.`. */
const FACULTY = /^(?:[a-z]{1,5}\.)+$/;
const PARTICLES = words(
  'van von der den de del della di da dos das do du la le el bin ibn ten ter zu zur zum vom dem des dei af av san santa st st. y',
);
const PICTURES = /\p{Extended_Pictographic}|\u200d|\ufe0f/gu;
const NON_ASCII = /[^\0-\x7f]/;

/** One word in title case: there is nothing to take off it or to put right. */
const PLAIN_PART = /^[A-Z][a-z]+$/;

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A word as titles and degrees are compared: `Dipl.-Ing.` → `dipling`. */
const bare = (word: string): string => foldText(word).replaceAll(' ', '');

function isTitle(tokens: readonly string[], at: number): boolean {
  const word = bare(tokens[at]!);
  if (TITLES.has(word) || (TITLES_OR_NAMES.has(word) && tokens.length - at > 2)) return true;
  return at > 0 && (FACULTY.test(tokens[at]!) || BOTH.has(tokens[at]!.toLowerCase()));
}

function isSuffix(word: string): boolean {
  return GENERATIONS.has(bare(word)) || DEGREES.has(bare(word));
}

/** Title and suffix words off both ends, as long as a name is left; `names`: how many words of one are left beside a degree. */
function withoutTitles(tokens: readonly string[], names: number): readonly string[] {
  let start = 0;
  let end = tokens.length;
  while (end - start > 1 && isTitle(tokens, start)) start++;
  while (end - start > 1) {
    const last = bare(tokens[end - 1]!);
    const isDegree = DEGREES.has(last) && !DEGREES_OR_NAMES.has(last) && end - start > names;
    if (!isDegree && !GENERATIONS.has(last)) break;
    end--;
  }
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
  if (after === '' || rest.every(isSuffix)) return name.slice(0, comma);
  return `${after.split(',')[0]!} ${name.slice(0, comma)}`;
}

/** What stands behind a name and is none of it: `Jane Doe | Acme`, `Jane Doe - CEO`, `Jane Doe (Realtor)`. */
const BEHIND = /\s(?:[|•·@–—-]\s.*|\([^)]*\)?)$/u;

/** A name without what stands behind it, as long as two words are left. */
function withoutTail(name: string): string {
  const head = name.replace(BEHIND, '');
  return head.includes(' ') ? head : name;
}

/** A surname of four letters and more written large, before a given name that is not: `DUPONT Jean`. */
const SURNAME_FIRST = /^(\p{Lu}[\p{Lu}'’-]{3,}) (\p{Lu}\p{Ll}\S*)$/u;

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
 * `Smith, John` and `SMITH John` → `{John, Smith}`, `Jane Doe | Acme` → `{Jane, Doe}`, one word → a first name only.
 */
export function splitFullName(text: string): ShownName {
  const whole = withoutTitles(cleanName(inOrder(withoutTail(cleanName(text)))).split(' '), 2).join(' ');
  if (whole === '') return { firstName: null, lastName: null };
  const tokens = showName(whole.replace(SURNAME_FIRST, '$2 $1')).split(' ');
  if (tokens.length === 1) return { firstName: tokens[0]!, lastName: null };
  return { firstName: tokens[0]!, lastName: showName(tokens.slice(familyStart(tokens)).join(' ')) };
}

/** One half of a name as given in its own column, titles and suffixes off: `Dr. JOHN` → `John`, `Smith, MBA` → `Smith`. */
export function partOfName(text: string): string {
  if (PLAIN_PART.test(text)) return text;
  const [head, ...tail] = cleanName(text).split(',');
  const kept = tail.every(isSuffix) ? head! : cleanName(text);
  return showName(withoutTitles(kept.trim().split(' '), 1).join(' '));
}
