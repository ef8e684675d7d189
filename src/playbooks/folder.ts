/** Reads a playbook's folder from disk. Owns which files belong to it and how large they may be; interprets none of them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { LIMITS } from '../domain/limits.ts';
import { type CheckedPlaybook, type CheckOptions, checkPlaybook } from './check.ts';
import type { PlaybookFiles } from './template-files.ts';
import { readYaml } from './yaml.ts';

const MAIN_FILE = 'playbook.yaml';

const PARTS = [
  { folder: '', wanted: /^playbook\.yaml$/ },
  { folder: 'templates', wanted: /\.liquid$/ },
  { folder: 'class', wanted: /\.md$/ },
  { folder: 'scenarios', wanted: /\.ya?ml$/ },
] as const;
/** Files of this folder come with mails. Those that a system keeps for itself begin with a dot. */
const ATTACHED = { folder: 'files', wanted: /^[^.]/ } as const;

function entriesOf(path: string): readonly string[] {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).sort() : [];
}

/**
 * The files of a playbook by their path inside the folder: playbook.yaml, templates/*.liquid, class/*.md, scenarios/*.yaml, and in base64
 * files/*. A folder that is not there has none. Limits: `LIMITS.playbookFiles` files of `LIMITS.playbookFileBytes` each, those of files/
 * of `LIMITS.attachmentFolderBytes` together; throws past them.
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
  const attached = readAttached(join(folder, ATTACHED.folder));
  const count = Object.keys(files).length + Object.keys(attached).length;
  if (count > LIMITS.playbookFiles) throw new Error(`${folder} has too many files for a playbook`);
  return { ...files, ...attached };
}

function readAttached(folder: string): PlaybookFiles {
  const paths = entriesOf(folder)
    .filter((entry) => ATTACHED.wanted.test(entry))
    .map((entry) => [entry, join(folder, entry)] as const)
    .filter(([, path]) => statSync(path).isFile());
  const bytes = paths.reduce((sum, [, path]) => sum + statSync(path).size, 0);
  if (bytes > LIMITS.attachmentFolderBytes) throw new Error(`${folder} is too large for a playbook`);
  return Object.fromEntries(
    paths.map(([entry, path]) => [`${ATTACHED.folder}/${entry}`, readFileSync(path, 'base64')]),
  );
}

/** Playbooks by the path of their folder, or by a name of which `pathOf` knows the folder; or given as files. */
export function playbookReader(inspector: CheckOptions['inspector'], pathOf: (ref: string) => string) {
  return {
    readPlaybook: (ref: string, settings: NonNullable<CheckOptions['settings']>) =>
      readPlaybook(pathOf(ref), { inspector, settings }),
    aboutPlaybook: (ref: string) => aboutPlaybook(pathOf(ref)),
    playbookFiles: (ref: string) => readPlaybookFiles(pathOf(ref)),
    checkFiles: (files: PlaybookFiles, settings: NonNullable<CheckOptions['settings']>, name: string) =>
      checkPlaybook(files, { inspector, settings, folder: name }),
  };
}

/** Reads and checks the playbook in a folder, which must be called as the playbook is. */
export function readPlaybook(folder: string, options: Omit<CheckOptions, 'folder'>): CheckedPlaybook {
  return checkPlaybook(readPlaybookFiles(folder), { ...options, folder: basename(resolve(folder)) });
}

/** What each folder says of itself. Those that come with Rekindle stay as they are while it runs. */
const ABOUT = new Map<string, { readonly title: string; readonly description: string }>();

/** Title and description of the playbook in a folder, as they are written; empty where it has none. Read once. */
function aboutPlaybook(folder: string) {
  const known = ABOUT.get(folder);
  if (known) return known;
  const path = join(folder, MAIN_FILE);
  const data = existsSync(path) ? readYaml(MAIN_FILE, readFileSync(path, 'utf8')).data : null;
  const { title = '', description = '' } = (data ?? {}) as Readonly<Record<string, unknown>>;
  const about = { title: String(title), description: String(description).trim() };
  ABOUT.set(folder, about);
  return about;
}
