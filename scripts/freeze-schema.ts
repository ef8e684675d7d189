/** `npm run freeze`, before a version is tagged: the database of this version as SQL, which every later version must still open. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FROZEN, freeze } from '../test/store/frozen.ts';

const manifest = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
const { version } = JSON.parse(manifest) as { version: string };
writeFileSync(join(FROZEN, `${version}.sql`), await freeze());
