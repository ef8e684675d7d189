import { expect, test } from 'vitest';
import { problemOf } from './problems.ts';

const fault = (code: string) => Object.assign(new Error('away'), { name: 'StoreError', code });

test('a database that is away for a while is told as such, and a bug of ours is not', () => {
  for (const code of ['database-unreachable', 'connection-lost', 'disk-full', 'commit-unknown']) {
    expect(problemOf(fault(code))).toMatchObject({ status: 503, code: 'database-away' });
  }
  expect(problemOf(fault('database-refused'))).toBeNull();
  expect(problemOf(new Error('no such table'))).toBeNull();
});
