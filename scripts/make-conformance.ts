/**
 * `npm run conformance`: writes docs/conformance.md, the table of cases and where each is proven.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformancePage, proofs } from '../test/tidy/conformance.ts';

const folder = join(import.meta.dirname, '..', 'docs');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'conformance.md'), conformancePage(proofs()));
