/**
 * What the law and the carriers ask a text or a call to say first (directives/text-message.md): who it is from, and how to stop.
 * Owns these words; the rest is the template's.
 * Source: CTIA Messaging Principles and Best Practices (2023), 5.1 (opt-out instructions, sender named); 47 CFR 64.1200(b) (a call by
 * an artificial voice states at its beginning who is responsible for it, and lets the person opt out).
 */

/** Whom a message is from, and to whom it goes. */
export interface FirstWords {
  /** Company or person that the person knows it by. */
  readonly brand: string;
  /** BCP 47 primary language; null = not known. */
  readonly language: string | null;
}

interface Phrases {
  readonly stop: string;
  opening(brand: string): string;
}

const ENGLISH: Phrases = {
  stop: 'Reply STOP to opt out.',
  opening: (brand) =>
    `Hello, this is an AI assistant calling for ${brand}. Say "stop" at any time and we will not call again.`,
};
const SPANISH: Phrases = {
  stop: 'Responda STOP para no recibir más.',
  opening: (brand) =>
    `Hola, soy un asistente de IA y llamo de parte de ${brand}. Diga "stop" en cualquier momento y no volveremos a llamar.`,
};

function phrasesFor(language: string | null): Phrases {
  return language === 'es' ? SPANISH : ENGLISH;
}

/** The first text to a person names the brand and says how to stop, unless its own words do; a later one stays as it is. */
export function firstText(text: string, isFirst: boolean, { brand, language }: FirstWords): string {
  if (!isFirst) return text;
  const named = brand === '' || text.toLowerCase().includes(brand.toLowerCase()) ? text : `${brand}: ${text}`;
  return /\bSTOP\b/.test(named) ? named : `${named} ${phrasesFor(language).stop}`;
}

/** What the voice says first: for whom it calls, that it is an AI, how to stop. */
export function openingOf({ brand, language }: FirstWords): string {
  return phrasesFor(language).opening(brand);
}
