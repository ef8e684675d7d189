/**
 * Whether the DKIM signature of a mail holds, as a receiver asks it: written from RFC 6376 §6.1 on its own, so that it shares no line with what
 * signs. For tests.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** What a receiver finds. */
export interface DkimVerdict {
  readonly verdict: 'pass' | 'no signature' | 'no key' | 'body differs' | 'signature differs';
  readonly tags: ReadonlyMap<string, string>;
}

/** Verifies the topmost signature. `keyRecord`: the TXT record under a name; undefined = there is none. */
export function verifyDkim(raw: Buffer, keyRecord: (name: string) => string | undefined): DkimVerdict {
  const text = raw.toString('latin1');
  const split = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, split).split(/\r\n(?=[^ \t])/);
  const own = fields.find((field) => /^dkim-signature[ \t]*:/i.test(field));
  if (own === undefined) return { verdict: 'no signature', tags: new Map() };
  const tags = tagList(own.slice(own.indexOf(':') + 1).replace(/\r\n/g, ''));
  const of = (verdict: DkimVerdict['verdict']): DkimVerdict => ({ verdict, tags });
  const record = keyRecord(`${tags.get('s')}._domainkey.${tags.get('d')}`);
  if (record === undefined) return of('no key');
  const bodyHash = createHash('sha256')
    .update(canonicalBody(text.slice(split + 4)), 'latin1')
    .digest('base64');
  if (bodyHash !== tags.get('bh')) return of('body differs');
  const data = Buffer.from(signedText(fields, own, (tags.get('h') ?? '').split(':')), 'latin1');
  return of(holds(tagList(record), data, Buffer.from(tags.get('b') ?? '', 'base64')) ? 'pass' : 'signature differs');
}

function tagList(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) tags.set(part.slice(0, at).trim(), part.slice(at + 1).replace(/[ \t]/g, ''));
  }
  return tags;
}

/** Each name of `h` takes the last field of that name which was not taken yet. Source: §5.4.2. */
function signedText(fields: readonly string[], own: string, names: readonly string[]): string {
  const rest = fields.filter((field) => field !== own);
  let data = '';
  for (const name of names) {
    const at = rest.findLastIndex((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    if (at < 0) continue;
    data += `${canonicalField(rest[at] ?? '')}\r\n`;
    rest.splice(at, 1);
  }
  return data + canonicalField(own.replace(/([;:][ \t\r\n]*b[ \t]*=)[^;]*/, '$1'));
}

function canonicalField(field: string): string {
  const at = field.indexOf(':');
  const unfolded = field
    .slice(at + 1)
    .split('\r\n')
    .join('');
  return `${field.slice(0, at).trimEnd().toLowerCase()}:${unfolded
    .split(/[ \t]+/)
    .join(' ')
    .trim()}`;
}

function canonicalBody(body: string): string {
  const lines = body.split('\r\n').map((line) =>
    line
      .split(/[ \t]+/)
      .join(' ')
      .replace(/ $/, ''),
  );
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

function holds(record: ReadonlyMap<string, string>, data: Buffer, signature: Buffer): boolean {
  const bytes = Buffer.from(record.get('p') ?? '', 'base64');
  if (record.get('k') !== 'ed25519') return verify('sha256', data, keyOf(bytes), signature);
  // An Ed25519 key stands in DNS without the frame that names its kind.
  const framed = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]);
  return verify(null, createHash('sha256').update(data).digest(), keyOf(framed), signature);
}

function keyOf(spki: Buffer): KeyObject {
  return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}
