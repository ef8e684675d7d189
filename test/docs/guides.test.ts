/** Guides as a new user follows them: files are written, commands run in order, in a folder of its own, mail goes to a server of the test's. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { Shell } from '../shell/rekindle.ts';
import { ROOT } from '../tidy/tree.ts';
import { fencesOf } from './pages.ts';

const shell = new Shell();
let sink: Awaited<ReturnType<typeof startSmtpSink>>;

beforeAll(async () => {
  sink = await startSmtpSink({});
  cpSync(join(ROOT, 'playbooks'), join(shell.folder, 'playbooks'), { recursive: true });
  mkdirSync(join(shell.folder, 'bin'));
  shell.write('bin/npx', `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(ROOT, 'bin/rekindle.mjs')}" "$@"\n`);
  chmodSync(join(shell.folder, 'bin/npx'), 0o755);
});
afterAll(async () => {
  shell[Symbol.dispose]();
  await sink.close();
});

/** Runs a line in the guide's own folder. Not in step: the mail server is in this process. */
async function run(guide: string, line: string): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${join(shell.folder, 'bin')}${delimiter}${process.env.PATH}`,
    REKINDLE_SMTP_URL: `smtp://127.0.0.1:${sink.port}?from=sue@acme.example&secure=none`,
    REKINDLE_PUBLIC_URL: 'https://mail.acme.example',
  };
  const child = spawn('sh', ['-ec', line], { cwd: join(shell.folder, guide), env });
  let said = '';
  const hear = (bytes: Buffer) => {
    said += bytes.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${line}: exit ${code}\n${said}`);
  return said;
}

describe.each(['quick-start', 'operators-guide'])('docs/%s.md', (guide) => {
  const steps = fencesOf(`docs/${guide}.md`).filter(({ language, name }) => language === 'sh' || name !== null);
  beforeAll(() => void mkdirSync(join(shell.folder, guide)));

  test.each(steps.map((fence) => [`line ${fence.line}`, fence] as const))(
    '%s',
    { timeout: 60_000 },
    async (_at, fence) => {
      if (fence.name !== null) return shell.write(join(guide, fence.name), `${fence.lines.join('\n')}\n`);
      for (const line of fence.lines) await run(guide, line);
    },
  );

  test('has something to try', () => {
    expect(steps.length).toBeGreaterThan(4);
  });
});

test('by the operator’s guide a mail reaches the server, once', async () => {
  expect(sink.received.map(({ envelope }) => envelope)).toEqual([
    { from: 'sue@acme.example', to: ['sue.poe@acme.example'] },
  ]);
  expect(await run('operators-guide', 'npx rekindle message list')).toMatch(/^sent .*It works, Sue/m);
});
