/**
 * DKIM: a mail signed by a key of our own, as its first header. The same mail gives the same bytes: a signature says no time. Owns what is
 * signed; never reads a key from a file.
 * Source: RFC 6376 (§3.4.2 and §3.4.4 relaxed forms, §3.5 the field, §5.4.2 fields that may not be added), RFC 8058 §4 (both opt-out fields
 * are signed), RFC 8463 (Ed25519).
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { DkimOwnKey } from '../../domain/deliverability/own-key.ts';
import { foldedField } from './header.ts';

/** A key to sign by, as it is configured. */
export interface DkimKeyText {
  readonly domain: string;
  readonly selector: string;
  /** PEM (its line ends may be written `\n`), or PKCS#8 in base64 on one line. */
  readonly privateKey: string;
}

/** A key that is ready. */
export interface DkimSigner extends DkimOwnKey {
  readonly privateKey: KeyObject;
}

/** Fewer bits receivers take for none. Source: RFC 8301 §3.2. */
const LEAST_BITS = 1_024;

/** A key as it signs. Errors: throws where it cannot be read, or is of a kind or length that no receiver takes. */
export function dkimSigner({ domain, selector, privateKey: text }: DkimKeyText): DkimSigner {
  const privateKey = readKey(text);
  const kind = privateKey.asymmetricKeyType;
  if (kind !== 'rsa' && kind !== 'ed25519') throw new Error('DKIM knows keys of RSA and Ed25519 only');
  if (kind === 'rsa' && (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS)
    throw new Error(`an RSA key has ${LEAST_BITS} bits at least, 2048 better`);
  return { domain: domain.toLowerCase(), selector, kind, publicKey: publicPart(privateKey, kind), privateKey };
}

function readKey(text: string): KeyObject {
  if (text.includes('-----')) return createPrivateKey(text.replaceAll('\\n', '\n'));
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
}

/** As the record in DNS has it: of Ed25519 the 32 bytes alone. Source: RFC 6376 §3.6.1, RFC 8463 §4. */
function publicPart(privateKey: KeyObject, kind: 'rsa' | 'ed25519'): string {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return (kind === 'rsa' ? der : der.subarray(-32)).toString('base64');
}

/**
 * Fields that are signed, each once more than it stands in the mail: nobody can add a second one that is shown in the place of ours, nor
 * change where an opt-out goes.
 */
const SIGNED = [
  ...['from', 'reply-to', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'mime-version', 'content-type', 'content-transfer-encoding'],
] as const;

/** A part of the signature that a line holds well. */
const PIECE = /.{1,68}/g;

/** The mail with its signature before it. `mail`: as `composeMail` makes it, CRLF line ends. */
export function signMail(mail: Buffer, { domain, selector, kind, privateKey }: DkimSigner): Buffer {
  const end = mail.indexOf('\r\n\r\n');
  const fields = fieldsOf(mail.toString('latin1', 0, end));
  const body = relaxedBody(mail.toString('latin1', end + 4));
  const covered = SIGNED.flatMap((name) => [
    ...fields.filter((field) => field.name === name).toReversed(),
    { name, line: '' },
  ]);
  const tags = [
    ...['v=1;', `a=${kind}-sha256;`, 'c=relaxed/relaxed;', `d=${domain};`, `s=${selector};`],
    ...`h=${covered.map(({ name }) => name).join(':')};`.split(/(?<=:)/),
    `bh=${createHash('sha256').update(body, 'latin1').digest('base64')};`,
  ];
  const lines = covered.flatMap(({ line }) => (line === '' ? [] : [`${line}\r\n`]));
  const signed = `${lines.join('')}${relaxedField(foldedField(FIELD, [...tags, 'b=']))}`;
  const [first = '', ...others] = signatureOf(signed, kind, privateKey).match(PIECE) ?? [];
  return Buffer.concat([Buffer.from(foldedField(FIELD, [...tags, `b=${first}`, ...others])), mail]);
}

const FIELD = 'DKIM-Signature';

/** Of Ed25519 the hash is signed. Source: RFC 8463 §3. */
function signatureOf(text: string, kind: DkimSigner['kind'], key: KeyObject): string {
  const bytes = Buffer.from(text, 'latin1');
  const signature =
    kind === 'rsa' ? sign('sha256', bytes, key) : sign(null, createHash('sha256').update(bytes).digest(), key);
  return signature.toString('base64');
}

interface Field {
  readonly name: string;
  /** In its relaxed form. */
  readonly line: string;
}

function fieldsOf(head: string): Field[] {
  return head.split(/\r\n(?![ \t])/).map((line) => ({
    name: line.slice(0, line.indexOf(':')).trim().toLowerCase(),
    line: relaxedField(line),
  }));
}

function relaxedField(line: string): string {
  const colon = line.indexOf(':');
  const value = line
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ');
  return `${line.slice(0, colon).trim().toLowerCase()}:${value.replace(/^ | $/g, '')}`;
}

function relaxedBody(body: string): string {
  const lines = body
    .replace(/[ \t]+(?=\r\n|$)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)*$/, '');
  return lines === '' ? '' : `${lines}\r\n`;
}
