/** Bodies that are to be JSON: why one cannot be read, told before anything of it is believed. Owns the refusals; the words are those of the reasons. */
import { Refusal } from '../operations/operation.ts';
import { refusalOf } from './caller.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A body as text, or why it is none. `packed`: the Content-Encoding, as it was sent. */
export function textOfBody(bytes: Uint8Array, packed: string | undefined): string | Refusal {
  if (isPacked(packed)) return refusalOf('body-packed');
  try {
    return UTF8.decode(bytes);
  } catch {
    // Not UTF-8: the letters that are none would be lost unseen.
    return refusalOf('body-no-utf8');
  }
}

/** Whether a body comes otherwise than it is. */
export function isPacked(encoding: string | undefined): boolean {
  return encoding !== undefined && !/^(?:identity)?$/i.test(encoding.trim());
}

/** Why a body is no JSON, with the place where the parser tells it. */
export function notJson(text: string): Refusal {
  try {
    JSON.parse(text);
  } catch (error) {
    const place = placeIn(text, (error as Error).message);
    const refusal = refusalOf('body-no-json');
    if (place === null) return refusal;
    return new Refusal(
      'body-no-json',
      `the body is no JSON from line ${place.line}, column ${place.column} on`,
      refusal.remedy,
    );
  }
  // It is JSON, and holds a name that would change what all objects are.
  return refusalOf('body-name-forbidden');
}

/** Line and column, each from 1. */
function placeIn(text: string, said: string): { readonly line: number; readonly column: number } | null {
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(said) ?? [];
  if (line !== undefined) return { line: Number(line), column: Number(column) };
  if (!said.includes('end of JSON')) return null;
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
