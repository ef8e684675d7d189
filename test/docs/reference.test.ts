/** The pages that are made from code say what the code says. */
import { expect, test } from 'vitest';
import { readText } from '../tidy/tree.ts';
import { metricsPage } from './reference/metrics.ts';

test('docs/metrics.md is current: else run npm run reference', async () => {
  expect(readText('docs/metrics.md').text).toBe(await metricsPage());
});
