/** Whatever the domain finds fit to be mailed can be written on the wire. */
import { expect, test } from 'vitest';
import { readAddress } from '../../domain/verify/syntax.ts';
import { wireAddress } from './address.ts';

/** Where a character may stand. */
const PLACES: readonly ((character: string) => string)[] = [
  (c) => `ja${c}ne@acme.example`,
  (c) => `"ja${c}ne"@acme.example`,
  (c) => `"ja\\${c}ne"@acme.example`,
  (c) => `jane@ac${c}me.example`,
  (c) => `jane@${c}acme.example`,
  (c) => `jane@acme.example${c}`,
];
const CHARACTERS = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));

test.each(PLACES.map((place) => [place('?'), place] as const))('each character, as in %s', (_, place) => {
  const unwritten = CHARACTERS.map(place).filter((text) => {
    const { mailable, local, domain } = readAddress(text);
    return mailable !== 'no' && !isWritten(`${local}@${domain}`);
  });
  expect(unwritten).toEqual([]);
});

function isWritten(address: string): boolean {
  try {
    return wireAddress(address) !== '';
  } catch {
    return false;
  }
}
