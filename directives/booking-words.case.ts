/** Runs a row of booking-words.md. */
import { slotsWords } from '../src/domain/booking/slot-words.ts';

interface Row {
  readonly at: readonly string[];
  readonly zone: string;
  readonly language: string;
}

export function run({ at, zone, language }: Row) {
  return {
    words: slotsWords(
      at.map((iso) => Date.parse(iso)),
      zone,
      language,
    ),
  };
}
