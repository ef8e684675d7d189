/**
 * What a person wrote themselves, without the mails that they answer or forward. Owns the marks of quoted text: quote marks,
 * the line above a quote, header blocks and dividers, in the languages of `data/quotes.json`. Looks at each line a fixed
 * number of times; reads no meaning.
 */
import { plainText } from '../../facts/phrases.ts';
import { LIMITS } from '../../limits.ts';
import data from '../data/quotes.json' with { type: 'json' };

const STARTS = new Set(data.starts);
const HEADER_OF = new Map(
  Object.entries(data.headers).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);
/** Lines that the line above a quote may take; mail clients fold it. */
const LEAD_LINES = 6;
/** Characters that it may have. */
const LEAD_CHARACTERS = 500;
/** Lines in which two fields of a quoted header must stand. */
const HEADER_LINES = 5;

/** One line, and what it is worth. */
interface Line {
  readonly text: string;
  readonly plain: string;
  readonly quoted: boolean;
}

/** A place from which a quote may go on: its first line, its last, and what was said on the first line before it. */
interface Lead {
  readonly from: number;
  readonly to: number;
  readonly before: string;
}

/**
 * The lines that are not quoted, trimmed. Below a quote whose lines are marked, what follows is theirs; below a divider
 * without marks, everything is quoted. Reads at most `LIMITS.mailLines` lines.
 */
export function withoutQuotes(text: string): string {
  const lines = linesOf(text);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.quoted) continue;
    const lead = leadAt(lines, at);
    if (lead === null) {
      kept.push(line.text);
      continue;
    }
    if (lead.before !== '') kept.push(lead.before);
    dropDividers(kept);
    const end = afterQuote(lines, lead);
    if (end === null) break;
    at = end - 1;
  }
  return withoutDividers(kept.join('\n'));
}

function linesOf(text: string): readonly Line[] {
  const lines = text.slice(0, LIMITS.mailCharacters).split(/\r?\n/).slice(0, LIMITS.mailLines);
  return lines.map((line, i) => {
    const short = line.slice(0, LEAD_CHARACTERS);
    return {
      text: line.trimEnd(),
      plain: plainText(short).replaceAll('：', ':').trim(),
      quoted: isMarked(short, lines[i - 1] ?? ''),
    };
  });
}

/** `> ` at its beginning; neither an arrow of a banner nor the end of a link that was folded. */
function isMarked(line: string, before: string): boolean {
  if (!/^[ \t]{0,8}>/.test(line) || line.includes('<<<')) return false;
  const open = before.lastIndexOf('<');
  return !(open >= 0 && /^<(https?:|mailto:)/.test(before.slice(open, open + 8)) && !before.slice(open).includes('>'));
}

function leadAt(lines: readonly Line[], at: number): Lead | null {
  const { plain } = lines[at]!;
  if (plain === '') return null;
  if (isDivider(plain)) return { from: at, to: at, before: '' };
  if (isHeaderBlock(lines, at)) return { from: at, to: at, before: '' };
  return attributionAt(lines, at);
}

/** `-----Original Message-----`, with or without dashes around where nothing else stands in the line. */
function isDivider(plain: string): boolean {
  const dashed = /^[-_=*>| ]{2,}/.test(plain);
  const words = plain.replace(/^[-_=*>| ]+|[-_=*:>| ]+$/g, '');
  if (data.forwarded.some((mark) => (dashed ? words.startsWith(mark) : words === mark))) return true;
  return data.original.some((mark) => words === mark) && (dashed || plain.endsWith(':') || plain.endsWith('-'));
}

/** Two fields of a mail's header, the first of them in this line: `From:` and `Sent:`. */
function isHeaderBlock(lines: readonly Line[], at: number): boolean {
  if (headerOf(lines[at]!.plain) === null) return false;
  const kinds = new Set<string>();
  for (const { plain, quoted } of lines.slice(at, at + HEADER_LINES)) {
    if (quoted || (plain === '' && kinds.size > 1)) break;
    for (const kind of headersIn(plain)) kinds.add(kind);
  }
  kinds.delete('copy');
  return kinds.size >= 2 && (kinds.has('from') || kinds.has('date'));
}

function headerOf(plain: string): string | null {
  const colon = plain.indexOf(':');
  const name = plain
    .slice(0, Math.max(0, colon))
    .replace(/[*_\s]+/g, ' ')
    .trim();
  return colon > 0 && colon < 24 ? (HEADER_OF.get(name) ?? null) : null;
}

/** HTML without line ends puts fields beside each other. */
function headersIn(plain: string): readonly string[] {
  const first = headerOf(plain);
  if (first === null) return [];
  const others = plain.split(' ').flatMap((word) => (word.endsWith(':') ? [HEADER_OF.get(word.slice(0, -1))] : []));
  return [first, ...others.filter((kind) => kind !== undefined)];
}

/** `On Monday, Ann wrote:`, whole or at the end of a line, folded or not, or a date with the sender's address. */
function attributionAt(lines: readonly Line[], at: number): Lead | null {
  const starts = startIn(lines[at]!.text);
  return (starts && begunAt(lines, at, starts)) ?? addressedAt(lines, at);
}

function begunAt(lines: readonly Line[], at: number, starts: Start): Lead | null {
  let joined = '';
  for (let to = at; to < lines.length && to < at + LEAD_LINES; to += 1) {
    const { text, quoted } = lines[to]!;
    if (to > at && quoted && !/^[ \t]*>[ \t]*(wrote|sent)?[ \t]*:?[ \t]*$/.test(text) && !isLinkEnd(text)) return null;
    if (to > at && beginsAnew(lines, to)) return null;
    joined += ` ${to === at ? text.slice(starts.index) : text}`;
    if (joined.length > LEAD_CHARACTERS) return null;
    if (/[:-]$/.test(text) || starts.dated) {
      if (isAttribution(plainText(joined).trim(), starts.dated))
        return { from: at, to, before: before(lines[at]!.text, starts.index) };
      if (text.endsWith(':') && to > at) return null;
    } else if (to === at && isAttribution(saidIn(joined), false)) {
      return { from: at, to, before: before(text, starts.index) };
    }
  }
  return null;
}

/** Up to "wrote:" behind somebody's address, where the quote goes on in the same line, as telephones send it; empty where it does not. */
function saidIn(joined: string): string {
  const plain = plainText(joined).trim();
  const marks = data.wrote.flatMap((word) => [`> ${word}:`, `>) ${word}:`]);
  const mark = marks.find((each) => plain.includes(`${each} `));
  return mark === undefined ? '' : plain.slice(0, plain.indexOf(`${mark} `) + mark.length);
}

/** An address in angle brackets and a year or a time of day, up to a colon: so it stands above a quote in any language. Clients fold it once. */
function addressedAt(lines: readonly Line[], at: number): Lead | null {
  const { text } = lines[at]!;
  if (isAddressed(text)) return { from: at, to: at, before: '' };
  const next = lines[at + 1];
  const isFolded = (lines[at - 1]?.plain ?? '') === '' && (ADDRESS.test(text) || DATED.test(text));
  if (!isFolded || next === undefined || next.quoted || !isAddressed(`${text} ${next.text}`)) return null;
  return { from: at, to: at + 1, before: '' };
}

const ADDRESS = /<[^<>\s]{1,100}@[^<>\s]{1,100}>/;
const DATED = /(?<!\d)(?:20\d\d|\d{1,2}[:.]\d\d)(?!\d)/;

function isAddressed(text: string): boolean {
  if (text.length > LEAD_CHARACTERS || !/[:：]$/.test(text)) return false;
  return ADDRESS.test(text) && DATED.test(text.replace(ADDRESS, ''));
}

function isLinkEnd(text: string): boolean {
  return /^[ \t]*> ?(\S{1,12} ?){0,3}:$/.test(text);
}

/** A line that is the beginning of another one: "On Monday I can: call me." may stand above "On 3 March, Ann wrote:". */
function beginsAnew(lines: readonly Line[], at: number): boolean {
  if (lines[at - 1]!.plain === '' && addressedAt(lines, at) !== null) return true;
  const line = lines[at]!.text.trimStart().slice(0, LEAD_CHARACTERS);
  if (/^-{2,}/.test(line)) return true;
  return /^\p{Lu}/u.test(line) && /\d/.test(line) && STARTS.has(plainText(line.split(/[\s,]/)[0] ?? ''));
}

interface Start {
  readonly index: number;
  /** It begins with a date, not with a word such as "On". */
  readonly dated: boolean;
}

/** Where in a line an attribution may begin: at its start, or behind what the person wrote. */
function startIn(text: string): Start | null {
  const line = text.slice(0, LEAD_CHARACTERS);
  const head = /^[\s*_-]*/.exec(line)?.[0].length ?? 0;
  const rest = plainText(line.slice(head));
  const first = rest.split(/[\s,]/)[0] ?? '';
  if (STARTS.has(first)) return { index: head, dated: false };
  if (/^(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\p{L}{2,4},? \d{1,2} \p{L}{3,} \d{4})/u.test(rest))
    return { index: head, dated: true };
  if (/wrote ?-{2,}$|(wrote|sent):$/.test(rest) && /[<@]|^-/.test(`${line.slice(0, head).trim()}${rest}`)) {
    return { index: insideStart(line) ?? head, dated: false };
  }
  const inside = insideStart(line);
  return inside === null ? null : { index: inside, dated: false };
}

/** `Thanks On Wed, Apr 4, 2012 …`: the word with a capital letter and a day, month or number behind it. */
function insideStart(line: string): number | null {
  const found = /(?:^|[\s-])((?:On|El|Le|Am) (?:\p{Lu}\p{Ll}{2,8},? )?(?:\d{1,2}|\p{Lu}\p{Ll}{2,8})[ .,])/u.exec(line);
  return found ? found.index + found[0].length - found[1]!.length : null;
}

function isAttribution(joined: string, dated: boolean): boolean {
  const bare = joined.replace(/[\s:>\-*_]+$/, '');
  const address = /[<(]?[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+[>)]?/.test(joined);
  const ends = joined.endsWith(':') || /-{2,}$/.test(joined);
  const said = data.wrote.some((word) => bare.endsWith(` ${word}`) || bare.endsWith(`>${word}`));
  if (dated) return address && (joined.endsWith(':') || joined.endsWith('>') || said);
  if (!ends) return false;
  if (said) return /\d/.test(joined) || address || /^-/.test(joined) || joined.endsWith('-');
  const within = data.wrote.some((word) => joined.includes(` ${word} `) || joined.includes(` ${word},`));
  return within && /\d/.test(joined) && address;
}

function before(text: string, index: number): string {
  return text.slice(0, index).replace(/[\s*_-]+$/, '');
}

/** The first line after a quote that is theirs again; null = nothing follows. Marks must follow the lead, else all is quoted. */
function afterQuote(lines: readonly Line[], { to }: Lead): number | null {
  let at = to + 1;
  while (at < lines.length && lines[at]!.plain === '') at += 1;
  if (!lines[at]?.quoted) return null;
  while (at < lines.length && (lines[at]!.quoted || isInsideQuote(lines, at))) at += 1;
  return at < lines.length ? at : null;
}

/** A line that lost its mark: blank or a folded link, with marked lines right after. */
function isInsideQuote(lines: readonly Line[], at: number): boolean {
  const { plain, text } = lines[at]!;
  const next = lines[at + 1];
  if (next === undefined || !next.quoted) return false;
  return plain === '' || /^\s*[(<]?https?:/.test(text) || /^\S*[)>]$/.test(text.trim());
}

const RULE = /^[\s_*=\-–—―─]{3,}$/;

function dropDividers(kept: string[]): void {
  while (kept.length > 0 && (kept.at(-1)!.trim() === '' || RULE.test(kept.at(-1)!))) kept.pop();
}

function withoutDividers(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}
