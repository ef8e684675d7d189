/** `npm run reasons`: writes docs/reasons.md, what each reason code says and what can be done. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonsPage } from '../test/tidy/reasons.ts';

writeFileSync(join(import.meta.dirname, '..', 'docs', 'reasons.md'), reasonsPage());
