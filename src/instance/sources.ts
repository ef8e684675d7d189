/** Where an instance reads from: tables and mails of this machine, and playbooks, those that come with Rekindle by their name. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sources } from '../engine/ports.ts';
import { playbookReader } from '../playbooks/folder.ts';
import { templateInspector } from '../render/inspect.ts';
import { readMails } from '../sources/mail/files.ts';
import { localFiles } from '../sources/table/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const builtIn = readdirSync(join(ROOT, 'playbooks'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The sources of every instance. */
export const sources: Sources = {
  ...localFiles,
  readMails,
  builtIn,
  ...playbookReader(templateInspector, (ref) => (builtIn.includes(ref) ? join(ROOT, 'playbooks', ref) : ref)),
};
