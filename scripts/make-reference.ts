/** `npm run reference`: writes the pages of docs/ that are made from code: metrics. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsPage } from '../test/docs/reference/metrics.ts';

const write = (name: string, text: string) => writeFileSync(join(import.meta.dirname, '..', 'docs', name), text);

write('metrics.md', await metricsPage());
