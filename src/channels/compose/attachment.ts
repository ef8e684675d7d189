/** A file as a part of a mail: its headers, and its bytes in base64. Decides nothing about which files there may be. */
import type { MailAttachment } from '../../domain/message.ts';
import { assertOneLine, foldedField, isPlain } from './header.ts';
import { MailDefect } from './mail-defect.ts';

/** A type with at most one parameter, as it stands in the header. Source: RFC 2045 §5.1. */
const TYPE = /^[a-z]+\/[\w.+-]+(?:; charset=[\w-]+)?$/;
/** Base64 lines. Source: RFC 2045 §6.8. */
const WHOLE_LINES = /.{76}(?=.)/g;
/** Source: RFC 5987 §3.2.1, attr-char. */
const UNRESERVED = /[!#$&+.^_`|~\w-]/;
/** Characters of one piece of a name, so that its line stays short. Source: RFC 2231 §3. */
const PIECE_CHARACTERS = 50;

/** What was written of a content: one file comes with thousands of mails. */
const WRITTEN = new WeakMap<Uint8Array, string>();

/** Errors: `MailDefect` where type or name could end a header early. */
export function attachmentPart({ name, type, content }: MailAttachment): string {
  assertOneLine('the name of a file', name);
  if (!TYPE.test(type)) throw new MailDefect(`not a type of a file: ${JSON.stringify(type)}`);
  return [
    foldedField('Content-Type', [type]),
    'Content-Transfer-Encoding: base64\r\n',
    foldedField('Content-Disposition', ['attachment;', ...filename(name)]),
    `\r\n${base64(content)}`,
  ].join('');
}

/** As a quoted string, or in pieces of percent-encoded UTF-8. Source: RFC 2183 §2.3, RFC 2231 §3 and §4. */
function filename(name: string): string[] {
  if (isPlain(name) && !/["\\]/.test(name)) return [`filename="${name}"`];
  const signs = [...name.toWellFormed()].map(encoded);
  const pieces = [''];
  for (const sign of signs) {
    if ((pieces.at(-1) ?? '').length + sign.length > PIECE_CHARACTERS) pieces.push('');
    pieces[pieces.length - 1] += sign;
  }
  if (pieces.length === 1) return [`filename*=UTF-8''${pieces[0]}`];
  const last = pieces.length - 1;
  return pieces.map((piece, at) => `filename*${at}*=${at === 0 ? "UTF-8''" : ''}${piece}${at === last ? '' : ';'}`);
}

function encoded(sign: string): string {
  if (UNRESERVED.test(sign)) return sign;
  return [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function base64(content: Uint8Array): string {
  const known = WRITTEN.get(content);
  if (known !== undefined) return known;
  const written = Buffer.from(content).toString('base64').replace(WHOLE_LINES, '$&\r\n');
  WRITTEN.set(content, written);
  return written;
}
