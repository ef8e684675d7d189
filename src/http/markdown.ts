/**
 * Markdown of lessons as HTML: headings, paragraphs, lists, bold, italics, code and links to the web; everything else is shown as it is
 * written, and no HTML gets through. Owns which of Markdown a lesson may use.
 */

/** A lesson as HTML. Headings begin at the second level: the page has its own. */
export function markdownHtml(text: string): string {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n{2,}/);
  return blocks.map((block) => blockHtml(block.trim())).join('\n');
}

/** Text that is shown as it is. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const BULLET = /^[-*] +/;
const NUMBER = /^\d{1,3}\. +/;

function blockHtml(block: string): string {
  if (block === '') return '';
  const [, marks, title] = /^(#{1,3}) +(.+)$/.exec(block) ?? [];
  if (marks !== undefined && title !== undefined) {
    const level = Math.max(2, marks.length);
    return `<h${level}>${inline(title)}</h${level}>`;
  }
  const lines = block.split('\n');
  if (lines.every((line) => BULLET.test(line))) return list('ul', lines, BULLET);
  if (lines.every((line) => NUMBER.test(line))) return list('ol', lines, NUMBER);
  return `<p>${inline(lines.join(' '))}</p>`;
}

function list(tag: 'ul' | 'ol', lines: readonly string[], mark: RegExp): string {
  return `<${tag}>${lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('')}</${tag}>`;
}

/** Escaped first, so that only what is made here is HTML. */
function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
    .replace(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>');
}
