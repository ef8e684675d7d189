/** The closing line of `npm run check` cannot say that all is well when it is not. */
import { describe, expect, test } from 'vitest';
import { addCounts, countTests, sayCounts, type TestReport } from '../../scripts/counts.ts';

const report = (over: Partial<TestReport>): TestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...over,
});

describe('countTests', () => {
  test.each([
    ['a clean run', report({}), 0, '3 passed, 0 failed'],
    ['skipped and planned tests', report({ numPendingTests: 2, numTodoTests: 1 }), 0, '3 passed, 0 failed, 3 skipped'],
    ['a failing test', report({ numFailedTests: 1 }), 1, '3 passed, 1 failed'],
    [
      'a file that did not load beside a failing test',
      report({
        numFailedTests: 1,
        testResults: [
          { status: 'failed', assertionResults: [] },
          { status: 'failed', assertionResults: [{ status: 'failed' }] },
        ],
      }),
      1,
      '3 passed, 2 failed',
    ],
    ['an error outside of any test', report({}), 1, '3 passed, 1 failed'],
    ['a run that found no test', report({ numPassedTests: 0 }), 0, '0 passed, 1 failed'],
  ])('%s', (_name, given, exitCode, said) => {
    expect(sayCounts(countTests(given, exitCode))).toBe(said);
  });

  test('counts add up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(addCounts(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});
