/** Makes the HTML part of a message that was only written as text: paragraphs and links, no more. Pure. */
import { escapeHtml } from './expression.ts';

const LINK = /https?:\/\/[^\s<>"]+/g;
/** Punctuation that ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}'"]+$/;

const PAGE_START =
  '<!doctype html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>\n' +
  '<body style="margin:0;padding:24px;font:16px/1.5 -apple-system,\'Segoe UI\',Helvetica,Arial,sans-serif;color:#1a1a1a">\n' +
  '<div style="max-width:600px">\n';
const PAGE_END = '</div>\n</body></html>\n';

/** Splits `https://x.example/a).` into the address and what follows it; a bracket opened inside the address stays in it. */
function splitLink(match: string): readonly [url: string, rest: string] {
  const tail = TRAILING.exec(match)?.[0] ?? '';
  const closes = tail.startsWith(')') && match.slice(0, -tail.length).includes('(') ? 1 : 0;
  const end = match.length - tail.length + closes;
  return [match.slice(0, end), match.slice(end)];
}

function linked(text: string): string {
  let output = '';
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const [url, rest] = splitLink(match[0]);
    const href = escapeHtml(url);
    output += `${escapeHtml(text.slice(at, match.index))}<a href="${href}" style="color:#1a5fb4">${href}</a>${escapeHtml(rest)}`;
    at = match.index + match[0].length;
  }
  return output + escapeHtml(text.slice(at));
}

/**
 * Plain text as paragraphs of HTML: an empty line parts them, a line end stays one, web addresses become links.
 * Everything else is escaped.
 */
export function paragraphs(text: string): string {
  const blocks = text.trim().split(/\n[ \t]*\n\s*/);
  return blocks
    .filter((block) => block !== '')
    .map((block) => `<p style="margin:0 0 16px">${linked(block).replaceAll('\n', '<br>\n')}</p>\n`)
    .join('');
}

/** Wraps a body and its footer (both HTML) as one page. A body that is a page of its own gets the footer before its end. */
export function page(body: string, footer: string): string {
  if (!/<html[\s>]/i.test(body)) return `${PAGE_START}${body}${footer}${PAGE_END}`;
  const end = /<\/body>/i.exec(body)?.index ?? body.length;
  return `${body.slice(0, end)}${footer}${body.slice(end)}`;
}
