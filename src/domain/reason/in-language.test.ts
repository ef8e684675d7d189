/** Every reason says the same in Spanish: no code more or less, a remedy where there is one, commands and numbers as they are. */
import { describe, expect, test } from 'vitest';
import { REASONS } from '../reason.ts';
import { reasonTextIn, SPANISH } from './in-language.ts';

const codes = Object.keys(REASONS);
const spanish = (code: string) => reasonTextIn('es', code);
const both = ({ says, remedy }: { readonly says: string; readonly remedy: string }) => `${says} ${remedy}`;

/** What nobody translates: in backticks, flags, commands, names of settings, variables, abbreviations and numbers. */
const KEPT =
  /`[^`]+`|--[a-z-]+|\brekindle (?:doctor|[a-z]+ [a-z-]+)|[a-z]+(?:[A-Z][a-z]+)+\b|\b[A-Z]{2,}\b|\w+\.\w+(?:\.\w+)*|\{[^}]*\}|\b[a-z]+=\w+|\d+/g;
const kept = (text: string) => [...new Set(text.match(KEPT) ?? [])].sort();

describe('reasons in Spanish', () => {
  test('there is one for each code, and none of another', () => {
    expect(codes.filter((code) => !Object.hasOwn(SPANISH, code))).toEqual([]);
    expect(Object.keys(SPANISH).filter((code) => !Object.hasOwn(REASONS, code))).toEqual([]);
  });

  test('there is a remedy exactly where English has one', () => {
    expect(codes.filter((code) => (spanish(code).remedy === '') !== (REASONS[code]?.remedy === ''))).toEqual([]);
  });

  test('each is a sentence of its own', () => {
    const ended = ({ says, remedy }: { says: string; remedy: string }) => /\.$/.test(says) && /^$|\.$/.test(remedy);
    expect(codes.filter((code) => !ended(spanish(code)))).toEqual([]);
  });

  test('no sentence was left in English', () => {
    const left = codes.filter((code) => {
      const { says, remedy } = spanish(code);
      return says === REASONS[code]?.says || (remedy !== '' && remedy === REASONS[code]?.remedy);
    });
    expect(left).toEqual([]);
  });

  test('each names the same commands, flags, settings and numbers', () => {
    const strayed = codes.flatMap((code) => {
      const [there, here] = [kept(both(reasonTextIn('en', code))), kept(both(spanish(code)))];
      return there.join() === here.join() ? [] : [`${code}: ${there.join()} | ${here.join()}`];
    });
    expect(strayed).toEqual([]);
  });
});

test('what has no words shows itself', () => {
  expect(reasonTextIn('es', 'nothing-of-ours').says).toBe('nothing-of-ours');
});
