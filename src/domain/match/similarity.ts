/**
 * How alike two short texts are: the measures that names, streets and domains are compared by.
 * Owns arithmetic on characters only; what a likeness means is `evidence.ts`. Never sees a record, never allocates per call
 * beyond its result, so that tens of millions of comparisons stay cheap.
 */

/** Longer texts are compared by their first characters; a name or street that long is noise anyway. */
const LONGEST = 64;
/** Winkler's constants: a shared beginning of up to four letters closes a tenth of the remaining gap per letter. */
const PREFIX_LETTERS = 4;
const PREFIX_SHARE = 0.1;

const takenInA = new Uint8Array(LONGEST);
const takenInB = new Uint8Array(LONGEST);

/** Marks the letters that both texts have at about the same place, and returns how many. */
function commonLetters(a: string, b: string, lengthA: number, lengthB: number): number {
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  let common = 0;
  for (let i = 0; i < lengthA; i++) {
    const letter = a.charCodeAt(i);
    const end = Math.min(lengthB, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (takenInB[j] === 1 || b.charCodeAt(j) !== letter) continue;
      takenInA[i] = 1;
      takenInB[j] = 1;
      common++;
      break;
    }
  }
  return common;
}

/** Of the marked letters, how many stand in another order. */
function displacedLetters(a: string, b: string, lengthA: number): number {
  let displaced = 0;
  for (let i = 0, j = 0; i < lengthA; i++) {
    if (takenInA[i] === 0) continue;
    while (takenInB[j] === 0) j++;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) displaced++;
    j++;
  }
  return displaced;
}

/**
 * Jaro's similarity of two texts: 0 = nothing in common, 1 = equal. Symmetric.
 *
 * Limits: only the first 64 UTF-16 units count.
 * Source: Jaro 1989, "Advances in Record-Linkage Methodology", JASA 84(406).
 */
export function jaro(first: string, second: string): number {
  if (first === second) return 1;
  // Greedy pairing depends on who goes first; a fixed order makes the measure symmetric.
  const [a, b] =
    first.length < second.length || (first.length === second.length && first < second)
      ? [first, second]
      : [second, first];
  const lengthA = Math.min(a.length, LONGEST);
  const lengthB = Math.min(b.length, LONGEST);
  if (lengthA === 0) return 0;
  takenInA.fill(0, 0, lengthA);
  takenInB.fill(0, 0, lengthB);
  const common = commonLetters(a, b, lengthA, lengthB);
  if (common === 0) return 0;
  const moved = displacedLetters(a, b, lengthA) / 2;
  return (common / lengthA + common / lengthB + (common - moved) / common) / 3;
}

/**
 * Jaro's similarity, raised where both texts begin alike: 0 to 1, symmetric.
 *
 * Source: Winkler 1990, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model".
 */
export function jaroWinkler(a: string, b: string): number {
  const plain = jaro(a, b);
  let shared = 0;
  while (shared < PREFIX_LETTERS && shared < a.length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return plain + shared * PREFIX_SHARE * (1 - plain);
}

const rows = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)] as const;

/** One row of the distance table: the cheapest way to each prefix of `b` with one more letter of `a`. Returns its least. */
function fillRow(a: string, b: string, i: number, lengthB: number): number {
  const row = rows[i % 3]!;
  const before = rows[(i + 2) % 3]!;
  const twoBefore = rows[(i + 1) % 3]!;
  row[0] = i;
  let least = i;
  for (let j = 1; j <= lengthB; j++) {
    const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
    let cost = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (same ? 0 : 1));
    const crossed =
      i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
    if (crossed) cost = Math.min(cost, twoBefore[j - 2]! + 1);
    row[j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}

/**
 * The number of slips of the hand between two texts: letters put in, left out, changed, or two neighbours exchanged
 * (Damerau's distance, each place edited once). Symmetric. Stops counting beyond `most` and then returns `most + 1`.
 *
 * Limits: only the first 64 UTF-16 units count.
 * Source: Damerau 1964, "A technique for computer detection and correction of spelling errors", CACM 7(3):
 * one such slip explains more than 80 % of misspellings.
 */
export function slips(a: string, b: string, most: number): number {
  if (a === b) return 0;
  const lengthA = Math.min(a.length, LONGEST);
  const lengthB = Math.min(b.length, LONGEST);
  if (Math.abs(lengthA - lengthB) > most) return most + 1;
  const first = rows[0]!;
  for (let j = 0; j <= lengthB; j++) first[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    if (fillRow(a, b, i, lengthB) > most) return most + 1;
  }
  return Math.min(rows[lengthA % 3]![lengthB]!, most + 1);
}

/** The sound group of each letter a–z; vowels and h, w, y are silent (0). Soundex's six groups. */
const SOUND_OF = [0, 1, 2, 3, 0, 1, 2, 0, 0, 2, 2, 4, 5, 5, 0, 1, 2, 6, 2, 3, 0, 1, 0, 2, 0, 2] as const;
/** Consonants that a code keeps after the first letter. */
const SOUNDS = 3;
const LETTER_A = 97;

/** Beginnings that sound like another letter. */
function openingOf(text: string): string {
  if (text.startsWith('ph')) return 'f';
  if (text.startsWith('kn') || text.startsWith('gn')) return 'n';
  if (text.startsWith('wr')) return 'r';
  const letter = text[0] ?? '';
  if (letter === 'c' || letter === 'q') return 'k';
  if (letter === 'v' || letter === 'w') return 'v';
  return letter === 'j' || letter === 'y' ? 'i' : letter;
}

/**
 * How a folded name sounds, as a short code that survives most misspellings: `meier` and `mayer` → `m6`.
 * Used to find pairs worth comparing, never as evidence. Empty for an empty text; letters outside a–z are silent.
 *
 * Source: Soundex (Russell, US patent 1,261,167), with the first letter replaced by its sound.
 */
export function soundOf(text: string): string {
  let code = openingOf(text);
  let last = 0;
  let kept = 0;
  for (let i = 0; i < text.length && kept < SOUNDS; i++) {
    const letter = text.charCodeAt(i) - LETTER_A;
    const sound = letter >= 0 && letter < 26 ? SOUND_OF[letter]! : 0;
    if (i > 0 && sound !== 0 && sound !== last) {
      code += sound;
      kept++;
    }
    if (letter !== 7 && letter !== 22) last = sound;
  }
  return code;
}
