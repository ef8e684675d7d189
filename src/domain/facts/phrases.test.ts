import { expect, test } from 'vitest';
import { spellings } from './phrases.ts';

test.each([
  ['stop', ['stop']],
  ['stop/quit emailing', ['stop emailing', 'quit emailing']],
  ['stop _/all emails', ['stop emails', 'stop all emails']],
  ['_/please stop', ['stop', 'please stop']],
  ['stop {mail}', ['stop emails', 'stop texts']],
  ['stop {other}', ['stop other']],
])('%s', (phrase, spelt) => {
  expect(spellings(phrase, { mail: 'emails/texts' })).toEqual(spelt);
});
