/** Writes playbooks/playbook.schema.json from the zod schema. Run it after a change of the playbook format. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playbookJsonSchema } from '../src/playbooks/json-schema.ts';

writeFileSync(join(import.meta.dirname, '..', 'playbooks', 'playbook.schema.json'), playbookJsonSchema());
