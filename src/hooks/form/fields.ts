/** The fields of a form as it was posted: JSON or a form of either kind, in the charset of its page. Owns how bytes become names and values. */
import { LIMITS } from '../../domain/limits.ts';
import type { HookRequest } from '../../engine/hook-port.ts';
import { shapeOf, textOf } from '../shape.ts';

/** Fields by name. */
export type Fields = Readonly<Record<string, string>>;
type Pair = readonly [name: string, value: string];

/** The fields of a call; null = its body cannot be read, so that nothing of it is thanked for and lost. */
export function fieldsOf({ body, headers }: HookRequest): Fields | null {
  const type = headers['content-type'] ?? '';
  const packed = headers['content-encoding'] ?? 'identity';
  if (packed !== 'identity') return null;
  const decode = decoderFor(type);
  if (/^\s*multipart\/form-data\b/i.test(type)) return partsOf(body, type, decode);
  const text = decode(body);
  if (/json/i.test(type) || text.trimStart().startsWith('{')) return saidIn(text);
  return kept(pairsOf(body, decode));
}

/** Of a name that comes twice the last value, as a tick after its hidden no; a name in brackets, `interests[]`, is said for each choice. */
function kept(pairs: readonly Pair[]): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs.slice(0, LIMITS.formFields).map(cut)) {
    const before = name.endsWith('[]') ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries([...fields].map(cut));
}

type Decode = (bytes: Uint8Array) => string;

/**
 * How the bytes of a call become text: as UTF-8 where they are that, else as they are said to be, else as an old page of the west sends them. Source:
 * HTML, "Form submission": a form goes in the charset of its page, and says which nowhere.
 */
function decoderFor(type: string): Decode {
  const said = /;\s*charset="?([\w:.-]+)/i.exec(type)?.[1] ?? '';
  const wide = /^utf-?16/i.test(said) ? said : null;
  return (bytes) => {
    const [first, second] = bytes;
    const label = wide ?? (first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8');
    return decoded(bytes, label, true) ?? decoded(bytes, said, false) ?? decoded(bytes, 'windows-1252', false) ?? '';
  };
}

/** Null = it is not of this charset, or nobody knows the charset. */
function decoded(bytes: Uint8Array, label: string, fatal: boolean): string | null {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    // The next charset is tried.
    return null;
  }
}

/** Source: URL Standard, "application/x-www-form-urlencoded parsing". Why by hand: URLSearchParams takes all bytes for UTF-8. */
function pairsOf(body: Uint8Array, decode: Decode): readonly Pair[] {
  const word = (text: string) => {
    const plain = text.replaceAll('+', ' ');
    const bytes = plain.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
    return decode(Buffer.from(bytes, 'latin1'));
  };
  const pairs = Buffer.from(body)
    .toString('latin1')
    .split('&', LIMITS.formFields)
    .filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [word(pair), ''] : [word(pair.slice(0, at)), word(pair.slice(at + 1))];
  });
}

/** Source: RFC 7578; names as HTML writes them. Files are no fields. */
function partsOf(body: Uint8Array, type: string, decode: Decode): Fields | null {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return null;
  const text = `\r\n${Buffer.from(body).toString('latin1')}`;
  const parts = text.split(`\r\n--${boundary}`, LIMITS.formFields + 1).slice(1);
  if (parts.length === 0) return null;
  const pairs = parts.flatMap((part): Pair[] => {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, Math.max(0, end));
    const name = /^content-disposition:[^\r\n]*?;\s*name="([^"\r\n]*)"/im.exec(head)?.[1];
    if (name === undefined || /;\s*filename\*?=/i.test(head)) return [];
    const bytes = (latin: string) => decode(Buffer.from(latin, 'latin1'));
    return [[bytes(name).replaceAll('%22', '"'), bytes(part.slice(end + 4))]];
  });
  return kept(pairs);
}

function saidIn(text: string): Fields | null {
  const told = jsonIn(text);
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return null;
  const { data, fields } = shapeOf(told);
  const inner = shapeOf(data ?? fields);
  const shape = Object.keys(inner).length > 0 ? inner : shapeOf(told);
  return kept(Object.entries(shape).map(([name, value]) => [name, wordOf(value)]));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}

/** The items of a list are words; what is nested deeper is none. */
function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.flatMap((one) => (Array.isArray(one) ? [] : [wordOf(one)])).join(', ');
  return typeof value === 'boolean' ? String(value) : (textOf(value) ?? '');
}

/** Cut first: a cut may leave half of a character. */
function cut([name, value]: Pair): Pair {
  const whole = (text: string, most: number) => text.replaceAll('\0', '').slice(0, most).toWellFormed();
  return [whole(name, LONGEST_NAME), whole(value, LIMITS.formCharacters)];
}

/** Characters of a name or an id. */
export const LONGEST_NAME = 200;
