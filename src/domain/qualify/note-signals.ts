/**
 * What notes about a lead say of its intent, by whole phrases, hearing negation, in every language that has a data file.
 * Owns the reading; what a signal is worth is `intent.ts`. Quotes nothing: only the names of signals leave this file.
 */
import { type ClauseWord, clausesOf, findingsIn } from '../facts/clauses.ts';
import { phraseIndex } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import en from './data/note-signals.en.json' with { type: 'json' };
import es from './data/note-signals.es.json' with { type: 'json' };

/** A signal that notes may hold. */
export type NoteSignal = keyof (typeof en)['signals'];

/** A language's file, as `data/note-signals.<language>.json` holds it. Phrases in plain words. */
interface NoteLanguage {
  readonly language: string;
  readonly negators: readonly string[];
  readonly signals: Readonly<Record<NoteSignal, readonly string[]>>;
  /** Phrases that look like a signal and are none. */
  readonly plain: readonly string[];
  readonly examples: readonly (readonly (string | readonly string[])[])[];
}

/** The languages that notes are read in, with their examples. */
export const NOTE_LANGUAGES: readonly NoteLanguage[] = [en, es];

const PHRASES = phraseIndex(NOTE_LANGUAGES.flatMap(entriesOf));

function entriesOf(file: NoteLanguage): (readonly [string, ClauseWord<NoteSignal>])[] {
  const signals = Object.entries(file.signals) as [NoteSignal, readonly string[]][];
  return [
    ...file.negators.map((phrase) => [phrase, { kind: 'denies' }] as const),
    ...file.plain.map((phrase) => [phrase, { kind: 'plain' }] as const),
    ...signals.flatMap(([meaning, list]) => list.map((phrase) => [phrase, { kind: 'means', meaning }] as const)),
  ];
}

/** The signals that notes state and do not deny, sorted, each once. Notes beyond `LIMITS.readCharacters` are not read. */
export function noteSignals(notes: string | null): readonly NoteSignal[] {
  if (notes === null) return [];
  const findings = findingsIn(clausesOf(notes.slice(0, LIMITS.readCharacters)), PHRASES);
  return [...new Set(findings.filter(({ denied }) => !denied).map(({ meaning }) => meaning))].sort();
}
