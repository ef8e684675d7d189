/** Completion as the shells do it: bash is asked with what was typed; zsh and fish where they are installed. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { allOperations } from '../engine/operations/table.ts';
import { completionOperation } from './completion.ts';

const one = completionOperation(() => [...allOperations(), one]);
const script = async (shell: string) => {
  const told = (await one.run({} as never, { shell } as never)) as { readonly script: string };
  return told.script;
};
const found = (shell: string) => spawnSync(shell, ['-c', 'true']).error === undefined;

/** What bash offers after these words; the last one is being typed. */
async function bash(...words: readonly string[]): Promise<string[]> {
  const typed = ['rekindle', ...words].map((word) => `'${word}'`).join(' ');
  const program = `${await script('bash')}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _rekindle; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

/** Where there is no bash, as on Windows, nothing can be asked. */
describe.skipIf(!found('bash'))('bash', () => {
  test('offers commands, then the words after them', async () => {
    expect(await bash('camp')).toEqual(['campaign']);
    expect(await bash('campaign', 'l')).toEqual(['list', 'launch']);
    expect(await bash('routine', 'run-')).toEqual(['run-all']);
    expect((await bash('')).length).toBeGreaterThan(30);
  });

  test('offers the flags of the command, and those of every command', async () => {
    expect(await bash('campaign', 'create', 'spring', '--playb')).toEqual(['--playbook']);
    expect(await bash('import', 'undo', '--ba')).toEqual([]);
    expect(await bash('import', 'leads.csv', '--ba')).toEqual(['--basis']);
    expect(await bash('lead', 'list', '--work')).toEqual(['--workspace']);
  });

  test('passes over what stands before the command', async () => {
    expect(await bash('--db', 'campaign', '--json', 'instance', 'cl')).toEqual(['claim']);
  });

  test('leaves files to bash where no word of ours fits', async () => {
    expect(await bash('import', 'no-such')).toEqual([]);
    expect(await script('bash')).toContain('complete -o default');
  });

  test('offers itself, and its shells are told by its help', async () => {
    expect(await bash('compl')).toEqual(['completion']);
  });
});

/** Where it is not installed, nothing can be asked. */
test.skipIf(!found('zsh'))('zsh reads its script without a fault', async () => {
  const text = `autoload -U compinit; compinit -u\n${await script('zsh')}`;
  const { stderr, status } = spawnSync('zsh', ['-c', text], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

/** Where it is not installed, nothing can be asked. */
test.skipIf(!found('fish'))('fish offers the same', async () => {
  const text = `${await script('fish')}\ncomplete -C 'rekindle campaign l'; complete -C 'rekindle --db x import l.csv --bas'`;
  const { stdout, stderr } = spawnSync('fish', ['-c', text], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.split('\t', 1)[0])).toEqual(['launch', 'list', '--basis', '']);
});
