/** `npm run reference`: writes the pages of docs/ that are made from code: configuration, metrics, troubleshooting. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from '../test/docs/reference/configuration.ts';
import { metricsPage } from '../test/docs/reference/metrics.ts';
import { troubleshootingPage } from '../test/docs/reference/troubleshooting.ts';

const write = (name: string, text: string) => writeFileSync(join(import.meta.dirname, '..', 'docs', name), text);

write('configuration.md', configurationPage());
write('metrics.md', await metricsPage());
write('troubleshooting.md', troubleshootingPage());
