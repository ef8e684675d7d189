import { describe, expect, test } from 'vitest';
import { NOTE_LANGUAGES, noteSignals } from './note-signals.ts';

describe.each(NOTE_LANGUAGES)('notes in $language', ({ examples }) => {
  test.each(examples.map(([text, signals]) => ({ text: String(text), signals })))('$text', ({ text, signals }) => {
    expect(noteSignals(text)).toEqual(signals);
  });
});
