/** The hash that is kept of a message's words: what left can be held against it, and is not stored itself. */
import { hash } from 'node:crypto';
import type { MailAttachment } from '../../domain/message.ts';
import type { RenderedMessage } from '../../domain/playbook/rendering.ts';

/** Of SHA-256, in hex: 128 bits tell any two messages apart. */
const BODY_HASH_DIGITS = 32;

/**
 * The hash that is kept of the words, and of the files that come with them. The subject is one line and the length says where the text
 * ends, so that no two messages read alike; files stand before all, each on a line that no subject can be.
 */
export function bodyHashOf(
  { subject, text, html }: RenderedMessage,
  attachments: readonly Omit<MailAttachment, 'content'>[] = [],
): string {
  const page = html === null ? '' : `\n${html}`;
  const files = attachments.map((file) => `\n${file.hash} ${file.type} ${file.name}`).join('');
  return hash('sha256', `${files}${files && '\n\n'}${subject}\n${text.length}\n${text}${page}`).slice(
    0,
    BODY_HASH_DIGITS,
  );
}
