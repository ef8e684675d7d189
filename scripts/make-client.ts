/**
 * `npm run client`: writes what is made from the table of operations: the addresses that the typed client knows, the lines of the help,
 * and docs/api.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientCommands, clientRoutes, commandLines } from '../test/api/client-routes.ts';
import { apiPage } from '../test/api/pages.ts';

const ROOT = join(import.meta.dirname, '..');
writeFileSync(join(ROOT, 'src', 'client', 'routes.ts'), clientRoutes());
writeFileSync(join(ROOT, 'src', 'client', 'commands.ts'), clientCommands());
writeFileSync(join(ROOT, 'src', 'cli', 'data', 'commands.json'), commandLines());
writeFileSync(join(ROOT, 'docs', 'api.md'), apiPage());
