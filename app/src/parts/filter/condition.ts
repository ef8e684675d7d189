/**
 * A filter as people see it: its conditions one by one, each as the form makes it where the form can. The text is what counts: it is only cut and
 * joined here, and what is no question of the form stays as it was written. Asks nothing.
 */

/** How a field is compared. */
export type How =
  | 'is'
  | 'isNot'
  | 'holds'
  | 'holdsExact'
  | 'among'
  | 'more'
  | 'less'
  | 'atLeast'
  | 'atMost'
  | 'known'
  | 'unknown';

/** A question of the form. `value`: as it is typed; '' where none is taken. `bare`: a number, a truth or an instant, which stands without quotes. */
export interface Question {
  readonly field: string;
  readonly how: How;
  readonly value: string;
  readonly bare: boolean;
}

/** One condition, or some of them: `all` hold, or `any` does. `text` is what a filter says. */
export interface Part {
  readonly text: string;
  readonly all?: readonly Part[];
  readonly any?: readonly Part[];
}

/** What a list says of its fields. */
export interface ListField {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'time' | 'list' | 'sample';
  readonly values: readonly string[] | null;
  readonly inCampaign: boolean;
}

const OPENS = '([{';
const CLOSES = ')]}';

interface Cut {
  readonly ands: readonly string[];
  readonly ors: readonly string[];
}

/** Where a text of quotes that begins at `at` is over. */
function pastText(text: string, at: number): number {
  const quote = text.slice(at, at + 3);
  const end = quote === '"""' || quote === "'''" ? quote : (text[at] as string);
  const isRaw = /(^|[^\w])[rR]$/.test(text.slice(Math.max(0, at - 2), at));
  for (let i = at + end.length; i < text.length; i++) {
    if (text[i] === '\\' && !isRaw) i++;
    else if (text.startsWith(end, i)) return i + end.length;
  }
  return Number.POSITIVE_INFINITY;
}

/** Cuts a filter at its outermost `&&` and `||`; null = it is none, or chooses by `?`, and stays whole. */
function cut(text: string): Cut | null {
  const ands: string[] = [];
  const ors: string[] = [];
  let depth = 0;
  let [and, or] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (sign === '"' || sign === "'") {
      i = pastText(text, i) - 1;
      if (i >= text.length) return null;
    } else if (OPENS.includes(sign)) depth++;
    else if (CLOSES.includes(sign)) depth--;
    if (depth < 0 || (depth === 0 && sign === '?')) return null;
    if (depth > 0 || !(text.startsWith('&&', i) || text.startsWith('||', i))) continue;
    ands.push(text.slice(and, i));
    if (sign === '|') {
      ors.push(text.slice(or, i));
      or = i + 2;
    }
    and = i + 2;
    i++;
  }
  if (depth !== 0) return null;
  return { ands: [...ands, text.slice(and)], ors: [...ors, text.slice(or)] };
}

/** Without the brackets around the whole of it. */
function bare(text: string): string {
  const inner = text.trim();
  if (!inner.startsWith('(') || !inner.endsWith(')')) return inner;
  const within = inner.slice(1, -1);
  // `(a) && (b)` begins and ends with a bracket, too.
  return isClosed(within) ? bare(within) : inner;
}

function isClosed(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (sign === '"' || sign === "'") i = pastText(text, i) - 1;
    else if (OPENS.includes(sign)) depth++;
    else if (CLOSES.includes(sign)) depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function partOf(given: string): Part {
  const text = bare(given);
  const pieces = cut(text);
  if (pieces === null) return { text };
  if (pieces.ors.length > 1) {
    const any = pieces.ors.map(partOf).flatMap((part) => part.any ?? [part]);
    return { text: anyOf(any), any };
  }
  if (pieces.ands.length > 1) {
    const all = pieces.ands.map(partOf).flatMap((part) => part.all ?? [part]);
    return { text: allOf(all), all };
  }
  return { text };
}

/** The conditions of a filter that must all hold; none of none. */
export function partsOf(where: string | undefined): readonly Part[] {
  if (where === undefined || where.trim() === '') return [];
  const part = partOf(where);
  return part.all ?? [part];
}

const within = ({ text, all, any }: Part) => (all || any || cut(text) === null ? `(${text})` : text);
const joined = (parts: readonly Part[], by: string) =>
  parts.length === 1 ? (parts[0] as Part).text : parts.map(within).join(by);

/** The filter by which all of these hold; '' of none. */
export function allOf(parts: readonly Part[]): string {
  return joined(parts, ' && ');
}

/** The filter by which one of these holds. */
export function anyOf(parts: readonly Part[]): string {
  return joined(parts, ' || ');
}

/** The filter with one more condition: beside the others, or instead of all of them. */
export function withMore(parts: readonly Part[], text: string, join: '&&' | '||'): string {
  if (join === '&&' || parts.length === 0) return allOf([...parts, ...partsOf(text)]);
  const [first] = parts as [Part];
  const before = parts.length === 1 ? (first.any ?? [first]) : [{ text: allOf(parts), all: parts }];
  return anyOf([...before, partOf(text)]);
}

/** The conditions with another one in the place of one, or with none there. */
export function replaced(parts: readonly Part[], at: number, text: string): readonly Part[] {
  return parts.flatMap((part, n) => (n !== at ? [part] : text === '' ? [] : [partOf(text)]));
}

const SIGNS = { is: '==', isNot: '!=', more: '>', less: '<', atLeast: '>=', atMost: '<=' } as const;
const HOW_BY_SIGN = Object.fromEntries(Object.entries(SIGNS).map(([how, sign]) => [sign, how])) as Record<string, How>;

/** A question whether a text is in a field; small and capital letters are the same, as far as a filter can tell. */
export function holds(field: string, text: string): string {
  const isAscii = /^[ -~]*$/.test(text);
  return `${field}${isAscii ? '.lowerAscii()' : ''}.contains(${JSON.stringify(isAscii ? text.toLowerCase() : text)})`;
}

/** The question in the words of a filter; `type` of the field, where it is known. */
export function textOf({ field, how, value, bare: isBare }: Question, type?: ListField['type']): string {
  if (how === 'known' || how === 'unknown') return `${field} ${how === 'known' ? '!=' : '=='} null`;
  if (how === 'among') {
    const words = value.split(',').map((word) => word.trim());
    return `${field} in ${JSON.stringify(words.filter((word) => word !== '')).replaceAll('","', '", "')}`;
  }
  if (how === 'holdsExact') return `${field}.contains(${JSON.stringify(value)})`;
  if (how === 'holds') {
    return type === 'list' || type === 'sample' ? `${JSON.stringify(value)} in ${field}` : holds(field, value);
  }
  return `${field} ${SIGNS[how]} ${isBare ? value : JSON.stringify(value)}`;
}

const NAME = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`;
const TEXT = String.raw`"(?:[^"\\]|\\.)*"|'[^'"\\]*'`;
const BARE = String.raw`-?\d+(?:\.\d+)?|true|false|null|\w+\(\d+\)`;
const COMPARED = new RegExp(`^(${NAME})\\s*(==|!=|>=|<=|>|<)\\s*(?:(${TEXT})|(${BARE}))$`);
const HELD = new RegExp(`^(${NAME})\\.contains\\(\\s*(${TEXT})\\s*\\)$`);
const IN_FIELD = new RegExp(`^(${TEXT})\\s+in\\s+(${NAME})$`);
const AMONG = new RegExp(`^(${NAME})\\s+in\\s+\\[\\s*((?:${TEXT})(?:\\s*,\\s*(?:${TEXT}))*)\\s*\\]$`);
const FLAG = new RegExp(`^(!?)\\s*(${NAME})$`);
const FOLDS = '.lowerAscii';

function read(quoted: string): string | null {
  if (quoted.startsWith("'")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    // An escape that only filters know.
    return null;
  }
}

/** The question that a condition is; null = none that the form makes. */
export function questionOf(text: string): Question | null {
  return compared(text) ?? held(text) ?? flag(text);
}

function compared(text: string): Question | null {
  const [, field = '', sign = '', quoted, plain] = COMPARED.exec(text) ?? [];
  if (field === '') return null;
  const how = HOW_BY_SIGN[sign] as How;
  if (plain === 'null') {
    const isAsked = how === 'is' || how === 'isNot';
    return isAsked ? { field, how: how === 'is' ? 'unknown' : 'known', value: '', bare: true } : null;
  }
  const value = plain ?? read(quoted ?? '');
  return value === null ? null : { field, how, value, bare: plain !== undefined };
}

function held(text: string): Question | null {
  const [, path = '', quoted = ''] = HELD.exec(text.replace(`${FOLDS}()`, FOLDS)) ?? [];
  const [, word = '', list = ''] = IN_FIELD.exec(text) ?? [];
  const [, among = '', words = ''] = AMONG.exec(text) ?? [];
  if (among !== '') {
    const all = (words.match(new RegExp(TEXT, 'g')) ?? []).map(read);
    const isSayable = all.every((one) => one !== null && one !== '' && one === one.trim() && !one.includes(','));
    return isSayable ? { field: among, how: 'among', value: all.join(', '), bare: false } : null;
  }
  const value = read(path === '' ? word || '""' : quoted);
  if (value === null || (path === '' && list === '')) return null;
  if (path === '') return { field: list, how: 'holds', value, bare: false };
  const isFolded = path.endsWith(FOLDS);
  const field = isFolded ? path.slice(0, -FOLDS.length) : path;
  // The form writes what is not ASCII without folding it.
  const how = isFolded || !/^[ -~]*$/.test(value) ? 'holds' : 'holdsExact';
  return { field, how, value, bare: false };
}

/** A truth that is asked bare: `lead.paused`, `!lead.paused`. */
function flag(text: string): Question | null {
  const [, not = '', field = ''] = FLAG.exec(text) ?? [];
  if (field === '' || field === 'true' || field === 'false' || field === 'null') return null;
  return { field, how: not === '' ? 'is' : 'isNot', value: 'true', bare: true };
}

/** The field of a name, which may be written without its group. */
export function fieldOf(name: string, fields: readonly ListField[]): ListField | undefined {
  return fields.find((one) => one.name === name) ?? fields.find((one) => one.name.endsWith(`.${name}`));
}
