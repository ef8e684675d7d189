import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCell, findEncoding, unitBytes, unitReader } from './encoding.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

test.each([
  ['plain', latin1('a,b\nc,d\n'), 'utf-8', 0],
  ['UTF-8', Buffer.from('é,ü\n'), 'utf-8', 0],
  ['UTF-8 with mark', Buffer.from('\ufeffa'), 'utf-8', 3],
  ['UTF-8 cut in a character', Buffer.from('aé').subarray(0, 2), 'utf-8', 0],
  ['mostly UTF-8, one bad byte', Buffer.concat([Buffer.from('é,ü,ñ\n'), latin1('\xe9\n')]), 'utf-8', 0],
  ['Windows-1252', latin1('Jos\xe9,M\xfcller\n'), 'windows-1252', 0],
  ['UTF-16 LE', Buffer.from('a,b\nc,d\n', 'utf16le'), 'utf-16le', 0],
  ['UTF-16 BE', Buffer.from('a,b\nc,d\n', 'utf16le').swap16(), 'utf-16be', 0],
  ['UTF-16 LE, few in ASCII', Buffer.from('名前,住所\n山田太郎,東京都千代田区\n', 'utf16le'), 'utf-16le', 0],
  ['a stray NUL', latin1(`a\0b,c\n${'x,y\n'.repeat(50)}`), 'utf-8', 0],
  ['NULs on both sides', latin1('a\0b\0\0c,d\n'.repeat(20)), 'utf-8', 0],
  ['nothing', Buffer.alloc(0), 'utf-8', 0],
] as const)('%s', (_, bytes, encoding, bomBytes) => expect(findEncoding(bytes)).toEqual({ encoding, bomBytes }));

test('Windows-1252 is not Latin-1', () => {
  expect(decodeCell('\x80\x93a\x94\xe9', 'windows-1252', [])).toBe('€“a”é');
});

test('law: units are the same however the bytes are cut', () => {
  const encodings = fc.constantFrom(
    'utf-8' as const,
    'utf-16le' as const,
    'utf-16be' as const,
    'windows-1252' as const,
  );
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      encodings,
      (bytes, sizes, encoding) => {
        const buffer = Buffer.from(bytes);
        const read = unitReader(encoding);
        let units = '';
        for (let at = 0, i = 0; at < buffer.length; i++) {
          const size = sizes[i % sizes.length]!;
          units += read(buffer.subarray(at, at + size));
          at += size;
        }
        expect(units).toBe(unitReader(encoding)(buffer));
        expect(units.length).toBe(Math.floor(buffer.length / unitBytes(encoding)));
      },
    ),
  );
});

test('law: text survives its encoding cell by cell', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      (text) => {
        const units = unitReader('utf-8')(Buffer.from(text));
        expect(decodeCell(units, 'utf-8', [])).toBe(text);
      },
    ),
  );
});
