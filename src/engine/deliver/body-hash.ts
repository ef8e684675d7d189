/** The hash that is kept of a message's words: what left can be held against it, and is not stored itself. */
import { hash } from 'node:crypto';
import type { RenderedMessage } from '../../domain/playbook/rendering.ts';

/** Of SHA-256, in hex: 128 bits tell any two messages apart. */
const BODY_HASH_DIGITS = 32;

/**
 * The hash that is kept of the words. The subject is one line and the length says where the text ends, so that no two messages
 * read alike.
 */
export function bodyHashOf({ subject, text, html }: RenderedMessage): string {
  const page = html === null ? '' : `\n${html}`;
  return hash('sha256', `${subject}\n${text.length}\n${text}${page}`).slice(0, BODY_HASH_DIGITS);
}
