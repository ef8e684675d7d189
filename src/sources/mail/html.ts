/**
 * HTML as text: what a person would read, with block quotes marked by `> ` as in plain mail and rules as a line. Owns no
 * reading of it, and loads nothing. One pass over the text, whatever it holds.
 */

const BREAKS = new Set(
  'address article aside blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set(['p', 'ul', 'ol', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table']);
/** What stands inside these is not read. */
const UNSEEN = new Set(['style', 'script', 'head', 'title', 'template', 'noscript', 'svg', 'object']);
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', shy: '' },
  ...{ zwnj: '', zwj: '', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', hellip: '…' },
  ...{ laquo: '«', raquo: '»', copy: '©', reg: '®', trade: '™', bull: '•', middot: '·', iexcl: '¡', iquest: '¿' },
  ...{ aacute: 'á', eacute: 'é', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ', uuml: 'ü', auml: 'ä', ouml: 'ö' },
  ...{ Aacute: 'Á', Eacute: 'É', Iacute: 'Í', Oacute: 'Ó', Uacute: 'Ú', Ntilde: 'Ñ', Uuml: 'Ü', Auml: 'Ä', Ouml: 'Ö' },
  ...{ agrave: 'à', egrave: 'è', ccedil: 'ç', ecirc: 'ê', acirc: 'â', ocirc: 'ô', icirc: 'î', szlig: 'ß', euro: '€' },
};
/** A rule drawn by `<hr>`, as mail clients write it in plain text. */
const RULE = '________________________________';

interface Page {
  readonly lines: string[];
  line: string;
  quotes: number;
  unseen: string | null;
  preformatted: boolean;
  /** Whether the line ends with a space. Why: to ask a line that grows has it written out each time. */
  spaced: boolean;
  /** Where the next `>` stands, as far as it was looked for; of many `<` it is looked for once. */
  close: number;
}

/** HTML as text. Never throws; tags that are never closed end with the text. */
export function htmlAsText(html: string): string {
  const page: Page = { lines: [], line: '', quotes: 0, unseen: null, preformatted: false, spaced: false, close: -1 };
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? html.length : open;
    if (page.unseen === null) write(page, html.slice(at, end));
    if (open < 0) break;
    at = afterTag(page, html, open);
  }
  endLine(page);
  return page.lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Takes the tag, comment or stray `<` at `open`; gives where reading goes on. */
function afterTag(page: Page, html: string, open: number): number {
  if (html.startsWith('<!--', open)) return endOf(html, '-->', open + 4);
  if (page.close < open) page.close = indexOr(html, '>', open);
  const { close } = page;
  const inside = close === html.length ? '' : html.slice(open + 1, Math.min(close, open + 2_000));
  const name = /^\/?([a-z][a-z0-9]*)/i.exec(inside)?.[1]?.toLowerCase();
  if (close === html.length || (name === undefined && !/^[!?/a-z]/i.test(inside))) {
    if (page.unseen === null) write(page, '<');
    return open + 1;
  }
  if (name !== undefined) takeTag(page, name, inside);
  return close + 1;
}

/** The end of the text where there is none. */
function indexOr(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at;
}

function endOf(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function takeTag(page: Page, name: string, inside: string): void {
  const closing = inside.startsWith('/');
  if (page.unseen !== null) {
    if ((closing && name === page.unseen) || name === 'body') page.unseen = null;
    return;
  }
  if (UNSEEN.has(name)) {
    if (!closing && !inside.endsWith('/')) page.unseen = name;
    return;
  }
  if (!BREAKS.has(name)) return;
  if (name === 'br' || page.line !== '') endLine(page);
  if (PARAGRAPHS.has(name)) blank(page);
  if (name === 'pre') page.preformatted = !closing;
  if (name === 'blockquote') page.quotes = Math.max(0, page.quotes + (closing ? -1 : 1));
  if (name === 'hr') page.lines.push(marked(page, RULE));
}

function blank(page: Page): void {
  const last = page.lines.at(-1);
  if (last !== undefined && last.trim() !== '' && last !== marked(page, '')) page.lines.push(marked(page, ''));
}

function endLine(page: Page): void {
  page.lines.push(marked(page, page.line.trimEnd()));
  page.line = '';
}

function marked({ quotes }: Page, line: string): string {
  return quotes === 0 ? line : `${'>'.repeat(Math.min(quotes, 20))} ${line}`.trimEnd();
}

function write(page: Page, raw: string): void {
  if (raw === '') return;
  const text = decoded(raw);
  if (page.preformatted) {
    const [first = '', ...more] = text.split(/\r?\n/);
    page.line += first;
    page.spaced = text.endsWith(' ');
    for (const line of more) {
      endLine(page);
      page.line = line;
    }
    return;
  }
  const joined = text.replace(/[\s\u00a0]+/g, ' ');
  const more = page.line === '' || page.spaced ? joined.replace(/^ /, '') : joined;
  if (more === '') return;
  page.line += more;
  page.spaced = more.endsWith(' ');
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (name[0] !== '#') return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '';
  });
}
