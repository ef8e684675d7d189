import { describe, expect, it } from 'vitest';
import { readChoice } from './choice.ts';
import { CHOICE_LANGUAGES } from './choice-words.ts';

const ZONE = 'America/Los_Angeles';
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds;
const OFFERED = [at('2026-11-10T10:00'), at('2026-11-12T10:30'), at('2026-11-13T14:00')];

describe.each(CHOICE_LANGUAGES)('choices in $language', ({ examples }) => {
  it.each(examples)('%s → %s', (text, expected) => {
    const { kind, left } = readChoice(text ?? '', OFFERED, { zone: ZONE, now: at('2026-11-08T09:00') });
    expect(kind === 'chosen' ? String(OFFERED.indexOf(left[0]!) + 1) : kind).toBe(expected);
  });
});
