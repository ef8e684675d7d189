/**
 * Which kind of buyer somebody says they are, by their own words. Owns when that is sure enough to be said. It chooses words; never
 * which homes or areas somebody is shown.
 */
import { topicsIn } from '../words.ts';

/** Kinds of buyers. */
export const PERSONAS = ['first-time', 'upgrader', 'investor', 'relocation', 'downsizer'] as const;
/** One of `PERSONAS`. */
export type Persona = (typeof PERSONAS)[number];

/** Share of what was heard that must speak for one, percent. */
const SURE_FROM = 60;
const PERCENT = 100;

/** The kind of buyer; null = nothing says, or it is not sure. */
export function personaOf(said: readonly string[]): { readonly persona: Persona; readonly confidence: number } | null {
  const heard = said.flatMap((text) => topicsIn('persona', text));
  const counted = PERSONAS.map((persona) => ({ persona, hits: heard.filter((one) => one === persona).length }));
  const leading = counted.reduce((best, one) => (one.hits > best.hits ? one : best));
  // Of nothing heard the share is no number, and no number is sure.
  const confidence = Math.round((leading.hits * PERCENT) / heard.length);
  return confidence >= SURE_FROM ? { persona: leading.persona, confidence } : null;
}
