import { expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import type { Rubric } from './rubric.ts';
import type { Score } from './score.ts';
import { scoreKeeper, shownScore } from './stored-score.ts';

const RUBRIC = { parts: [{ name: 'role' }, { name: 'budget' }] } as unknown as Rubric;
const SCORE: Score = {
  score: 0.75,
  tier: 'warm',
  coverage: 0.5,
  known: 1,
  total: 2,
  halves: { icp: null, opportunity: 0.6 },
  boost: 0.15,
  intent: 0.55,
  parts: [
    { name: 'role', half: 'opportunity', weight: 0.25, points: 0.6, share: 0.6 },
    { name: 'budget', half: 'opportunity', weight: 0.15, points: null, share: 0 },
  ],
  reasons: [],
};
const throughJson = (score: Score) => {
  const text = JSON.stringify(scoreKeeper(RUBRIC)(score));
  expect(canonicalJson(JSON.parse(text))).toBe(text);
  return shownScore(JSON.parse(text));
};

test('a stored score says all of the score, with its keys in order', () => {
  expect(throughJson(SCORE)).toEqual({
    value: 0.75,
    tier: 'warm',
    coverage: 0.5,
    known: 1,
    total: 2,
    boost: 0.15,
    intent: 0.55,
    parts: { budget: [null, 0], role: [0.6, 0.6] },
  });
});

test('no boost and no intent are not written, and are told as none', () => {
  const without = { ...SCORE, boost: 0, intent: 0 };
  expect(canonicalJson(scoreKeeper(RUBRIC)(without))).not.toMatch(/boost|intent/);
  expect(throughJson(without)).toMatchObject({ boost: 0, intent: 0 });
});
