/** What stands in no log. */
import { expect, test } from 'vitest';
import { lineLog, redacted } from './log.ts';

test.each([
  ['550 no such user <jane.doe@acme.example>', '550 no such user <…@acme.example>'],
  ['connect to smtp://sue:s3same@smtp.acme.example:587 failed', 'connect to smtp://…@smtp.acme.example:587 failed'],
  ['postgres://rekindle:top-secret@db/rekindle', 'postgres://…@db/rekindle'],
  ['authorization: Bearer rk_0123456789abcdef', 'authorization: … …'],
  ['{"password":"sesame","user":"sue"}', '{"password":"…","user":"sue"}'],
  ['to +1 (555) 010-0199: busy', 'to +…: busy'],
  ['GET /u/eyJhbGciOiJIUzI1NiJ9.abc', 'GET /u/…'],
  [
    'message msg_1m8hwd9cn000zqvqs, 3 of 7, at 2026-11-28T20:09:11.441Z',
    'message msg_1m8hwd9cn000zqvqs, 3 of 7, at 2026-11-28T20:09:11.441Z',
  ],
])('%s', (said, told) => {
  expect(redacted(said)).toBe(told);
});

test('a line is JSON, and facts are redacted however deep they lie', () => {
  const lines: string[] = [];
  lineLog((line) => lines.push(line)).error('failed for ann@acme.example', {
    cause: { said: 'no bob@x.example' },
    tries: 3,
  });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'error',
    message: 'failed for …@acme.example',
    cause: { said: 'no …@x.example' },
    tries: 3,
  });
});
