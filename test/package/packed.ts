/** The package that npm makes of us, packed and installed in places of their own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../tidy/tree.ts';

/** How a command ended. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Node.js of this machine beside the one that npm brings: what somebody who installs us would have. */
export function foreignNode(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file));
  return found && !process.execPath.startsWith(dirname(found)) ? found : null;
}

/** Runs a command where nothing of the checkout is on the path; `first` is looked in before all else. */
export function runIn(folder: string, first: string, command: string, ...words: readonly string[]): Ran {
  const path = (process.env.PATH ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  const named = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|REKINDLE_)/.test(name));
  const env = { ...Object.fromEntries(named), PATH: [first, ...path].join(delimiter) };
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, env, encoding: 'utf8' });
  return { code: status, out: stdout ?? '', err: stderr ?? '' };
}

/** Files of the package, as npm would pack them from what stands there now. */
export function packedFiles(): readonly string[] {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', words, { cwd: ROOT, encoding: 'utf8' });
  const [one] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  return one?.files.map(({ path }) => path) ?? [];
}

/** What a package is made from: of the checkout, all but its tests. */
const MADE_FROM = [
  ...[
    'bin',
    'deploy',
    'docs',
    'playbooks',
    'scripts',
    'src',
    'examples/bank',
    'package.json',
    'README.md',
    'CHANGELOG.md',
  ],
  ...['LICENSE', 'NOTICE', 'tsconfig.json', 'tsconfig.build.json', '.npmrc'],
];

/** A copy of the checkout to build and pack in: to do it here would take the bundle away under other tests. */
export function copyCheckout(to: string): void {
  for (const path of MADE_FROM) cpSync(join(ROOT, path), join(to, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(to, 'node_modules'));
}
