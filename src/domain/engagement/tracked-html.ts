/**
 * A mail's HTML with its links led past us, a pixel and a link that no person sees. Pure text work: makes no token, and changes nothing
 * but the address of links to the web. Why HTML alone: in plain text a person would see the long address.
 */
import { LIMITS } from '../limits.ts';

/** What is put into a mail. */
export interface Tracks {
  /** The address for a link to this one; null = it stays as it is. */
  link(target: string): string | null;
  /** Address of the pixel; null = none. */
  readonly pixel: string | null;
  /** Address of the hidden link; null = none. */
  readonly hidden: string | null;
}

const LINK = /<a\b[^<>]*?\shref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi;
const BODY = /<body\b[^<>]*>/i;
const BODY_END = /<\/body\s*>/i;

/** The HTML with all of it. Links that it cannot read for certain stay as they are. */
export function trackedHtml(html: string, { link, pixel, hidden }: Tracks): string {
  let left: number = LIMITS.trackedLinks;
  const led = html.replace(LINK, (whole: string, double?: string, single?: string) => {
    const written = double ?? single ?? '';
    const target = plainOf(written);
    const address = target === null || left <= 0 ? null : link(target);
    if (address === null) return whole;
    left -= 1;
    const quoted = whole.length - written.length - 1;
    return whole.slice(0, quoted) + address + whole.slice(quoted + written.length);
  });
  // First in the mail: who follows all links in their order comes by it before the others.
  const trap = hidden === null ? '' : `<a href="${hidden}" style="display:none" tabindex="-1" aria-hidden="true"></a>`;
  const image = pixel === null ? '' : `<img src="${pixel}" width="1" height="1" alt="">`;
  return after(before(led, image), trap);
}

function before(html: string, piece: string): string {
  const end = BODY_END.exec(html);
  return end === null ? html + piece : html.slice(0, end.index) + piece + html.slice(end.index);
}

function after(html: string, piece: string): string {
  const body = BODY.exec(html);
  const at = body === null ? 0 : body.index + body[0].length;
  return html.slice(0, at) + piece + html.slice(at);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]*));/gi;

/** The address that an attribute means; null = it holds a reference that we do not know. */
function plainOf(written: string): string | null {
  let known = true;
  const plain = written.replace(REFERENCE, (_, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const text = name === undefined ? characterOf(code) : NAMED[name];
    known &&= text !== undefined;
    return text ?? '';
  });
  return known ? plain.trim() : null;
}

function characterOf(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
