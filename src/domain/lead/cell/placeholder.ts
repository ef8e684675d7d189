/**
 * Words that programs and people write where they have nothing to say: `N/A`, `Select`, `null`, `-`.
 * Owns the word lists and when a word is none of them after all; must never change a value, only say that it is missing.
 */

/** Never anybody's name, company or town: always missing. Lower case. */
const NEVER_A_VALUE: ReadonlySet<string> = new Set([
  ...['n/a', 'n.a.', 'n.a', '#n/a', '#n/d', '#ref!', '#value!', '#name?', '#null!', '#div/0!', '#num!', '#error!'],
  ...['undefined', '<null>', '(null)', '[null]', '\\n', 'none', '(none)', '-none-', '--none--', '<none>', '[none]'],
  ...[
    '(blank)',
    '<blank>',
    '[blank]',
    '(empty)',
    '<empty>',
    '(leer)',
    'unknown',
    '(unknown)',
    'not known',
    'not set',
    '(not set)',
  ],
  ...[
    'not available',
    'not applicable',
    'not provided',
    'not specified',
    'not given',
    'no value',
    '(no value)',
    'no data',
  ],
  ...[
    'select',
    'select one',
    'select...',
    '- select -',
    '-- select --',
    '--select--',
    'please select',
    'choose',
    'choose one',
  ],
  ...['tbd', 'tbc', 'to be determined', 'unassigned', '[object object]', 'missing', 'invalid date'],
  ...[
    'desconocido',
    'desconocida',
    'ninguno',
    'ninguna',
    'no aplica',
    'no disponible',
    'no especificado',
    'sin datos',
    'sin especificar',
  ],
  ...[
    'seleccionar',
    'seleccione',
    'selecciona',
    '(en blanco)',
    'vacío',
    '(vacío)',
    's/d',
    'n/d',
    'unbekannt',
    'keine angabe',
    'k.a.',
  ],
]);

/** Missing too, but borne by people: Na, Nan, Nil and Null are names in Korea, Wales, Ireland, Germany. Lower case. */
const SOMETIMES_A_NAME: ReadonlySet<string> = new Set(['null', 'na', 'nan', 'nil']);

/** First letters of these words in either case, by length: they tell nearly every cell apart at an eighth of the cost. */
const BEGINNINGS: readonly (string | undefined)[] = beginnings([...NEVER_A_VALUE, ...SOMETIMES_A_NAME]);

function beginnings(words: readonly string[]): string[] {
  const byLength: string[] = [];
  for (const word of words) {
    const first = word.charAt(0);
    byLength[word.length] = `${byLength[word.length] ?? ''}${first}${first.toUpperCase()}`;
  }
  return byLength;
}

/** Dashes, dots, question marks and the like, with nothing else. */
const ONLY_MARKS = /^[\s\-–—_.,;:/\\|*?!'"`~=+()[\]{}<>#]*$/;

/**
 * Whether a whole cell says nothing. Case and surrounding blanks do not matter.
 * Input: text without surrounding blanks. Empty text says nothing.
 */
export function isPlaceholder(text: string): boolean {
  const mayBeWord = BEGINNINGS[text.length]?.includes(text[0]!) === true;
  return (mayBeWord && isMissingWord(text.toLowerCase())) || ONLY_MARKS.test(text);
}

function isMissingWord(lower: string): boolean {
  return NEVER_A_VALUE.has(lower) || SOMETIMES_A_NAME.has(lower);
}

/**
 * Whether a cell of a name column says nothing: as `isPlaceholder`, except that `Null`, `Na`, `Nan` and `Nil` in title case
 * are a name beside another name (Jennifer Null is a person; `null null` and `John NULL` come from a database).
 * Input: both without surrounding blanks; `other` is the other name of the same row, '' where it has none.
 */
export function isMissingName(text: string, other: string): boolean {
  if (!isPlaceholder(text)) return false;
  if (!SOMETIMES_A_NAME.has(text.toLowerCase()) || isPlaceholder(other)) return true;
  return text !== text[0]!.toUpperCase() + text.slice(1).toLowerCase();
}
