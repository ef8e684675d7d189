/** Runs a row of text-message.md. */
import { callVariables } from '../src/domain/phone/call-variables.ts';
import { firstText } from '../src/domain/phone/first-words.ts';
import { segmentsOf } from '../src/domain/phone/segments.ts';

interface Row {
  readonly text?: string;
  readonly repeat?: number;
  readonly first?: boolean;
  readonly brand?: string;
  readonly language?: string;
  readonly words?: string;
}

export function run({ text = '', repeat, first, brand = '', language, words }: Row) {
  if (words !== undefined) return callVariables(words);
  if (first !== undefined) return { says: firstText(text, first, { brand, language: language ?? null }) };
  const { alphabet, count } = segmentsOf(text.repeat(repeat ?? 1));
  return { alphabet, segments: count };
}
