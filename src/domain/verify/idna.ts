/**
 * Internationalised domains in the ASCII form that DNS uses: `bücher.example` → `xn--bcher-kva.example`.
 * Owns mapping, validity of a label and Punycode. Never looks a name up; a label already in ASCII form is taken as it is.
 *
 * Source: RFC 5891 (IDNA2008), UTS #46 non-transitional processing (`ß` stays), RFC 3492 (Punycode).
 * Why: `node:url` has this too, but the domain imports nothing of Node. The mapping is Unicode's own NFKC and lower case
 * instead of UTS #46's table. Of the bidirectional rules (RFC 5893) only the mixing of scripts is checked here.
 */

/** Soft hyphens, width-less spaces and variation selectors say nothing. */
const IGNORED = /\p{Variation_Selector}|\u00ad|\u034f|\u200b|\u2060|\u2064|\ufeff/gu;
const DOTS = /[\u3002\uff0e\uff61]/gu;
const LABEL_CHARACTERS = /^(?:[\p{L}\p{M}\p{N}\p{S}\u00b7\u0375\u05f3\u05f4\u30fb-]|\u200c|\u200d)+$/u;
/** ASCII symbols are never part of a name, though Unicode counts them among its symbols. */
const ASCII_SYMBOLS = /[$+<=>^`|~]/;
/** Of a domain that is mapped: what Unicode makes of another sign, such as `;` of the Greek question mark, is no part of a name. */
const LETTERS_DIGITS_HYPHENS = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LEADING_MARK = /^\p{M}/u;
/** A joiner is allowed only after a virama (combining class 9), which ends the consonant it joins. Source: RFC 5892 App. A. */
const STRAY_JOINER =
  /(?<![\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u0e3a\u0f84\u1039\u17d2])\u200d/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const LEFT_TO_RIGHT = /\p{Script=Latin}/u;
const ASCII = /^[\0-\x7f]*$/;

/**
 * The ASCII form of a domain, in lower case; null where it has none. Plain ASCII is only lower-cased: lengths and hyphens are
 * the grammar's affair.
 */
export function toAsciiDomain(domain: string): string | null {
  const lower = lowerCase(domain);
  if (ASCII.test(lower)) return lower;
  const mapped = lowerCase(domain.replace(IGNORED, '').normalize('NFKC')).normalize('NFKC').replace(IGNORED, '');
  const labels = mapped.replace(DOTS, '.').split('.').map(toAsciiLabel);
  return labels.includes(null) ? null : labels.join('.');
}

/** Letter by letter: lower-casing a whole word would write a Greek sigma differently at its end. */
function lowerCase(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : Array.from(text, (letter) => letter.toLowerCase()).join('');
}

function toAsciiLabel(label: string): string | null {
  if (ASCII.test(label)) return LETTERS_DIGITS_HYPHENS.test(label) ? label : null;
  const shaped = LABEL_CHARACTERS.test(label) && !LEADING_MARK.test(label) && !ASCII_SYMBOLS.test(label);
  const hyphened = label.startsWith('-') || label.endsWith('-') || label.slice(2, 4) === '--';
  const mixed = RIGHT_TO_LEFT.test(label) && LEFT_TO_RIGHT.test(label);
  if (!shaped || hyphened || mixed || STRAY_JOINER.test(label)) return null;
  return `xn--${punycode(label)}`;
}

// Parameters of RFC 3492 §5.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Punycode of one label, without `xn--`. Source: RFC 3492 §6.3. */
function punycode(label: string): string {
  const points = Array.from(label, (letter) => letter.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < INITIAL_N);
  let out = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let done = basic.length;
  let delta = 0;
  let bias = INITIAL_BIAS;
  let next = INITIAL_N;
  while (done < points.length) {
    const smallest = Math.min(...points.filter((point) => point >= next));
    delta += (smallest - next) * (done + 1);
    next = smallest;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      out += variableInteger(delta, bias);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done += 1;
    }
    delta += 1;
    next += 1;
  }
  return out;
}

function variableInteger(value: number, bias: number): string {
  let rest = value;
  let out = '';
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) return out + DIGITS.charAt(rest);
    out += DIGITS.charAt(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

function adapt(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
