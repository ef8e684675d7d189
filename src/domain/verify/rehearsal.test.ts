import { expect, it } from 'vitest';
import { isForRehearsal } from './rehearsal.ts';

it.each([
  ['acme.example', true],
  ['example.com', true],
  ['mail.example.org', true],
  ['myexample.com', false],
  ['example.co', false],
  ['acme.com', false],
])('%s is for rehearsals: %s', (domain, expected) => {
  expect(isForRehearsal(domain)).toBe(expected);
});
