/** Reads a playbook's folder from disk. Owns which files belong to it and how large they may be; interprets none of them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { LIMITS } from '../domain/limits.ts';
import { type CheckedPlaybook, type CheckOptions, checkPlaybook } from './check.ts';
import type { PlaybookFiles } from './template-files.ts';

const PARTS = [
  { folder: '', wanted: /^playbook\.yaml$/ },
  { folder: 'templates', wanted: /\.liquid$/ },
  { folder: 'class', wanted: /\.md$/ },
  { folder: 'scenarios', wanted: /\.ya?ml$/ },
] as const;

function entriesOf(path: string): readonly string[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).sort() : [];
}

/**
 * The files of a playbook by their path inside the folder: playbook.yaml, templates/*.liquid, class/*.md, scenarios/*.yaml. A folder that
 * is not there has none. Limits: `LIMITS.playbookFiles` files of `LIMITS.playbookFileBytes` each; throws past them.
 */
export function readPlaybookFiles(folder: string): PlaybookFiles {
  const files: Record<string, string> = {};
  for (const part of PARTS) {
    for (const name of entriesOf(join(folder, part.folder)).filter((entry) => part.wanted.test(entry))) {
      const path = join(folder, part.folder, name);
      if (statSync(path).size > LIMITS.playbookFileBytes) throw new Error(`${path} is too large for a playbook`);
      files[part.folder === '' ? name : `${part.folder}/${name}`] = readFileSync(path, 'utf8');
    }
  }
  if (Object.keys(files).length > LIMITS.playbookFiles) throw new Error(`${folder} has too many files for a playbook`);
  return files;
}

/** Reads and checks the playbook in a folder, which must be called as the playbook is. */
export function readPlaybook(folder: string, options: Omit<CheckOptions, 'folder'>): CheckedPlaybook {
  return checkPlaybook(readPlaybookFiles(folder), { ...options, folder: basename(resolve(folder)) });
}
