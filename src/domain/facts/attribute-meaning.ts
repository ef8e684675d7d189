/**
 * Which attribute of a file speaks of which built-in fact, by any usual spelling of its header.
 * Owns the lookup; the spellings are data.
 */
import { LIMITS } from '../limits.ts';
import names from './data/attribute-names.json' with { type: 'json' };
import { plainText } from './phrases.ts';
import { remembering } from './remembering.ts';

/** A built-in fact that attributes may speak of. */
export type AttributeMeaning = keyof typeof names;

const MEANINGS = new Map<string, AttributeMeaning>();
for (const [meaning, spellings] of Object.entries(names))
  for (const spelling of spellings) if (isMeaning(meaning)) MEANINGS.set(spelling, meaning);

/** What an attribute speaks of: `Is Decision Maker`, `is_decision_maker` → decisionMaker; null for none of our facts. */
const meaningOf: (header: string) => AttributeMeaning | null = remembering(
  LIMITS.attributeHeaders,
  (header) => MEANINGS.get(plainText(header).replace(/[^\p{L}\p{N}]/gu, '')) ?? null,
);

/** The attributes that speak of built-in facts, by meaning; of several for one, the first that says anything. */
export function attributesByMeaning(
  attributes: Readonly<Record<string, string>>,
): Readonly<Partial<Record<AttributeMeaning, string>>> {
  const found: Partial<Record<AttributeMeaning, string>> = {};
  for (const header of Object.keys(attributes)) {
    const meaning = meaningOf(header);
    const text = attributes[header];
    if (meaning !== null && text !== undefined && text.trim() !== '') found[meaning] ??= text;
  }
  return found;
}

function isMeaning(name: string): name is AttributeMeaning {
  return Object.hasOwn(names, name);
}
