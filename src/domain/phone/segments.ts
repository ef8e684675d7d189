/**
 * How many segments a text message has, by which it is paid for (directives/text-message.md). Owns the two alphabets; whether it is
 * too long is the caller's.
 * Source: 3GPP TS 23.038, 6.2.1 (the default alphabet and its extension); TS 23.040, 9.2.3.24.1 (joined messages).
 */

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Each takes two places. */
const EXTENDED = new Set('^{}\\[~]|€\f');

const PLAIN = { one: 160, joined: 153 };
const WIDE = { one: 70, joined: 67 };

/** How a text goes out. */
export interface Segments {
  readonly alphabet: 'GSM-7' | 'UCS-2';
  readonly count: number;
}

/** Alphabet and segments of a text; an empty one has none. A character is never parted between two segments. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const plain = characters.every((one) => BASIC.has(one) || EXTENDED.has(one));
  const widths = characters.map((one) => (plain ? (EXTENDED.has(one) ? 2 : 1) : one.length));
  return { alphabet: plain ? 'GSM-7' : 'UCS-2', count: filled(widths, plain ? PLAIN : WIDE) };
}

function filled(widths: readonly number[], { one, joined }: typeof PLAIN): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= one) return total === 0 ? 0 : 1;
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) {
      count += 1;
      used = 0;
    }
    used += width;
  }
  return count;
}
