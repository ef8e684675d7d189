/** docs/reasons.md says what the code says. */
import { expect, test } from 'vitest';
import { REASONS } from '../../src/domain/reason.ts';
import { reasonsPage } from './reasons.ts';
import { readText } from './tree.ts';

test('docs/reasons.md is current: else run npm run reasons', () => {
  expect(readText('docs/reasons.md').text).toBe(reasonsPage());
});

test('every code says something, in a sentence', () => {
  const mute = Object.entries(REASONS).filter(([, { says, remedy }]) => !/\.$/.test(says) || !/^$|\.$/.test(remedy));
  expect(mute).toEqual([]);
});
