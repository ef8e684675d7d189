/** What deploy/ names is there: files, commands, settings. Docker itself is not run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_LINES } from '../../src/cli/help.ts';
import { readConfig } from '../../src/config.ts';
import { ROOT, readText } from '../tidy/tree.ts';
import { compose, copiesOf, stages, unit } from './files.ts';

const NOTHING_SAID = { config: null, db: null, workspace: null };
const VALUES = { REKINDLE_HOST: 'mail.acme.example', POSTGRES_PASSWORD: 'sesame', REKINDLE_KEY: 'k'.repeat(43) };
const isCommand = (word: string | undefined) => COMMAND_LINES.some(({ command }) => command === word);
const { scripts, bin, files } = JSON.parse(readText('package.json').text) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
  files: readonly string[];
};

describe('the image', () => {
  const [build, last] = stages();

  test('is made of files that are there, and of what the stage before it made', () => {
    const named = [build, last].flatMap((stage) => (stage ? copiesOf(stage) : []));
    const own = named.flatMap(({ from, sources }) => (from === null ? sources : []));
    expect(own.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(own.length).toBeGreaterThan(8);
    expect(named.flatMap(({ from, sources }) => (from === null ? [] : sources))).toEqual([
      '/src/node_modules/node-linux-*/bin/node',
      '/src/bundle/',
      '/src/app/dist/',
    ]);
  });

  test('holds what the package holds but for books and the library', () => {
    const own = last ? copiesOf(last).flatMap(({ sources }) => sources) : [];
    const missing = files.filter((path) => !own.some((one) => one.replace('/src/', '') === path));
    expect(missing).toEqual(['deploy/', 'dist/', 'docs/', 'CHANGELOG.md']);
  });

  test('lets through to the build what it copies', () => {
    const ignore = readText('.dockerignore').text.split('\n');
    const own = stages().flatMap((stage) => copiesOf(stage).flatMap(({ from, sources }) => (from ? [] : sources)));
    const shut = own.filter((path) => !ignore.some((line) => line === `!${path.replace(/\/$/, '')}`));
    expect(shut).toEqual([]);
  });

  test('runs no one’s scripts, and is not root', () => {
    const runs = stages().flatMap(({ lines }) => lines.filter(({ word }) => word === 'RUN').map(({ rest }) => rest));
    const named = runs.flatMap((line) => /^npm run (\S+)$/.exec(line)?.[1] ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(runs).toContain('npm ci --ignore-scripts --no-audit --no-fund');
    expect(last?.lines.find(({ word }) => word === 'USER')?.rest).toBe('10001:10001');
  });

  test('begins with a command of ours', () => {
    expect(last?.lines.find(({ word }) => word === 'ENTRYPOINT')?.rest).toBe('["rekindle"]');
    const linked = last?.lines.find(({ rest }) => rest.startsWith('ln -s'))?.rest;
    expect(linked).toBe(`ln -s /opt/rekindle/${bin.rekindle} /usr/local/bin/rekindle`);
    const [command] = JSON.parse(last?.lines.find(({ word }) => word === 'CMD')?.rest ?? '[]') as string[];
    expect(isCommand(command)).toBe(true);
  });
});

describe.each(['deploy/compose.yaml', 'deploy/compose.postgres.yaml'])('%s', (path) => {
  const { services, volumes } = compose(path, VALUES);
  const ours = Object.entries(services).filter(([, { image }]) => image === 'rekindle');

  test('runs commands of ours with settings that are known, on a root that nothing writes to', () => {
    for (const [name, { command, environment, read_only }] of ours) {
      expect([name, isCommand(command?.[0]), read_only]).toEqual([name, true, true]);
      const config = readConfig(NOTHING_SAID, environment);
      expect(config.publicUrl).toBe('https://mail.acme.example');
    }
    expect(ours.length).toBeGreaterThan(0);
  });

  test('names volumes, files and services that are there', () => {
    for (const { volumes: used = [], depends_on, network_mode } of Object.values(services)) {
      const sources = used.map((one) => one.split(':')[0] as string);
      const missing = sources.filter((one) =>
        one.startsWith('.') ? !existsSync(join(ROOT, 'deploy', one)) : !(one in volumes),
      );
      expect(missing).toEqual([]);
      const near = Array.isArray(depends_on) ? (depends_on as string[]) : Object.keys(depends_on ?? {});
      const shared = network_mode?.replace(/^service:/, '');
      expect([...near, ...(shared ? [shared] : [])].filter((one) => !(one in services))).toEqual([]);
    }
  });
});

test('a name of the environment that nobody reads is found', () => {
  expect(() => readConfig(NOTHING_SAID, { REKINDLE_HOST: 'x' })).toThrow('unknown name in the environment');
});

test('the pattern of secrets names what is read', () => {
  const pairs = [...readText('deploy/rekindle.env.example').text.matchAll(/^#?([A-Z_]+)='?(.*?)'?$/gm)];
  const said = Object.fromEntries(pairs.map(([, name, value]) => [name, value || 'k'.repeat(43)]));
  expect(readConfig(NOTHING_SAID, said)).toMatchObject({
    smtp: { host: 'smtp.acme.example' },
    secret: said.REKINDLE_KEY,
  });
});

describe.each(['rekindle.service', 'rekindle-worker@.service'])('%s', (name) => {
  const settings = unit(`deploy/systemd/${name}`);

  test('starts a command of the package', () => {
    const [program = '', command] = settings.get('ExecStart')?.[0]?.split(' ') ?? [];
    expect(program.endsWith(`/node_modules/.bin/${Object.keys(bin)[0]}`)).toBe(true);
    expect(isCommand(command)).toBe(true);
    expect(settings.get('ProtectSystem')).toEqual(['strict']);
    expect(settings.get('User')).toEqual(['rekindle']);
  });

  test('is understood by systemd (skipped where there is none)', ({ skip }) => {
    const words = ['verify', join(ROOT, 'deploy/systemd', name)];
    const { error, stderr } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    if (error) skip('no systemd-analyze');
    // Here it is not installed, which is all that may be said against it.
    expect(stderr.split('\n').filter((line) => line !== '' && !/is not executable/.test(line))).toEqual([]);
  });
});
