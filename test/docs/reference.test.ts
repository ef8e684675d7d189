/** The pages that are made from code say what the code says. */
import { expect, test } from 'vitest';
import { readText } from '../tidy/tree.ts';
import { configurationPage } from './reference/configuration.ts';
import { metricsPage } from './reference/metrics.ts';
import { troubleshootingPage } from './reference/troubleshooting.ts';

test.each([
  ['configuration', configurationPage],
  ['metrics', metricsPage],
  ['troubleshooting', troubleshootingPage],
])('docs/%s.md is current: else run npm run reference', async (name, page) => {
  expect(readText(`docs/${name}.md`).text).toBe(await page());
});
