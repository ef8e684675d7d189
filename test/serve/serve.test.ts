import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { Shell } from '../shell/rekindle.ts';

const PLAYBOOKS = join(import.meta.dirname, '../../playbooks');
const LEADS = `First Name,Last Name,Email,Title,Company,Website,Employees,Industry,Country
Ann,Lee,ann.lee@northwind.example,VP of Marketing,Northwind,northwind.example,120,Software,United Kingdom
Bob,Ray,bob.ray@fabrikam.example,Founder,Fabrikam,fabrikam.example,80,Software,United States
`;
const MORE_LEADS = `First Name,Last Name,Email,Title,Company,Website,Employees,Industry,Country
Cat,Orr,cat.orr@contoso.example,Chief Executive Officer,Contoso,contoso.example,90,Software,Canada
`;
const SENDER = ['--from-name', 'Sue Poe', '--from-address', 'sue@acme.example', '--company', 'Acme'];
const POSTAL = ['--postal-address', '1 Main St, Springfield'];

const shells: Shell[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell[Symbol.dispose]();
});

/** A folder with two leads and a playbook that sends at any hour of any day. */
async function shopWith(settings: string): Promise<Shell> {
  const shell = new Shell();
  shells.push(shell);
  shell.write('rekindle.yaml', `listen: { port: 0 }\ndns: { enabled: false }\n${settings}`);
  shell.write('leads.csv', LEADS);
  const folder = join(shell.folder, 'any-hour');
  cpSync(join(PLAYBOOKS, 'acquisition'), folder, { recursive: true });
  const file = join(folder, 'playbook.yaml');
  const open = '{ days: mon-sun, from: "00:00", to: "24:00", holidays: send, zone: UTC }';
  const text = readFileSync(file, 'utf8').replace('name: acquisition', 'name: any-hour');
  writeFileSync(file, text.replace(/&office-hours \{[^}]*\}/, `&office-hours ${open}`));
  await shell.json('import', 'leads.csv', '--basis', 'consent');
  return shell;
}

async function launch(shell: Shell, name: string): Promise<void> {
  // Minutes between two e-mails of a mailbox are another test's.
  await shell.json('workspace', 'set-limits', '--set', 'jitter=none', '--set', 'canary=none');
  await shell.json('campaign', 'create', name, '--playbook', './any-hour', ...SENDER, ...POSTAL);
  await shell.json('assess', '--campaign', name);
  await shell.json('campaign', 'launch', name);
}

const sentMails = (shell: Shell) =>
  globSync(join(shell.folder, 'outbox/*/*.eml')).map((file) => readFileSync(file, 'utf8'));
const recipients = (shell: Shell) =>
  sentMails(shell).flatMap((mail) => /^To: .*?([\w.]+@[\w.]+)/m.exec(mail)?.[1] ?? []);

async function until<T>(what: () => T | false | undefined | Promise<T | false | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass within 30 s');
}

/** The token of a mail's opt-out address; the body may be folded by quoted-printable. */
function tokenOf(mail: string): string {
  const token = /\/u\/([\w.-]+)/.exec(mail.replaceAll('=\r\n', ''))?.[1];
  if (token === undefined) throw new Error('the mail has no opt-out address');
  return token;
}

describe('serve', () => {
  it('takes a person off by the token of a delivered mail, and nothing more is sent to them', {
    timeout: 90_000,
  }, async () => {
    const shell = await shopWith('');
    await launch(shell, 'first');
    const serve = shell.start('serve');
    const [, url] = await serve.says(/listening on (http:\/\/127\.0\.0\.1:\d+)/);
    await until(() => sentMails(shell).length === 2);
    const mail = sentMails(shell).find((text) => text.includes('ann.lee@northwind.example')) as string;
    const address = `${url}/u/${tokenOf(mail)}`;

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Acme');
    expect(await suppressionsOf(shell)).toEqual([]);

    const body = 'List-Unsubscribe=One-Click';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (let again = 0; again < 2; again++) {
      expect((await fetch(address, { method: 'POST', body, headers })).status).toBe(200);
    }
    expect((await fetch(`${address}x`, { method: 'POST', body, headers })).status).toBe(404);
    expect(await suppressionsOf(shell)).toHaveLength(1);
    const ann = await shell.json('lead', 'show', 'ann.lee@northwind.example');
    expect((ann.timeline as { what: string }[]).filter(({ what }) => what === 'opted-out')).toHaveLength(1);
    expect(JSON.stringify(ann.timeline)).toContain('sequence ended');

    await shell.json('campaign', 'finish', 'first');
    shell.write('more.csv', MORE_LEADS);
    await shell.json('import', 'more.csv', '--basis', 'consent');
    await launch(shell, 'second');
    await until(() => recipients(shell).includes('cat.orr@contoso.example'));
    const { tookMs, code } = await serve.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    expect(recipients(shell).filter((to) => to === 'ann.lee@northwind.example')).toHaveLength(1);
    const why = await shell.json('explain', 'ann.lee@northwind.example', '--campaign', 'second');
    expect(JSON.stringify(why.reasons)).toContain('suppressed');
  });

  it('says that a place is taken, and leaves nothing running', async () => {
    const shell = await shopWith('');
    const first = shell.start('serve');
    const [, port] = await first.says(/127\.0\.0\.1:(\d+)/);
    shell.write('taken.yaml', `listen: { port: ${port} }\n`);
    const second = await shell.run('serve', '--config', 'taken.yaml');
    expect(second.code).toBe(1);
    expect(second.err).toContain(`127.0.0.1:${port}`);
    expect(second.err).not.toContain('bug');
    await first.stop();
  });
});

/** Two leads whose mails leave by a server that takes them and never answers. */
async function hangingShop() {
  const sink = await startSmtpSink({ behaviours: [{ kind: 'hang' }] });
  const smtp = `smtp: { host: 127.0.0.1, port: ${sink.port}, secure: none, from: { address: sue@acme.example } }`;
  const shell = await shopWith(`publicUrl: https://go.acme.example\n${smtp}\n`);
  await shell.json('workspace', 'go-live', '--yes');
  await launch(shell, 'first');
  return { sink, shell };
}

async function statesIn(shell: Shell): Promise<string[]> {
  const { messages } = (await shell.json('message', 'list')) as { messages: { state: string }[] };
  return messages.map(({ state }) => state).toSorted();
}

describe('a stop', () => {
  it('of a worker takes less than 9 s while a server keeps it waiting, and leaves nothing half sent', {
    timeout: 60_000,
  }, async () => {
    const { sink, shell } = await hangingShop();
    const worker = shell.start('worker');
    await until(() => sink.total > 0);
    const { tookMs, code, err } = await worker.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(9_000);
    expect(err).not.toContain('cut off');
    const states = await statesIn(shell);
    expect(states).not.toContain('sending');
    expect(states.filter((state) => state === 'unconfirmed').length).toBeGreaterThan(0);
    expect(existsSync(join(shell.folder, 'outbox'))).toBe(false);
    await sink.close();
  });

  it('of a server waits for no visitor either who never ends what they send', { timeout: 60_000 }, async () => {
    const { sink, shell } = await hangingShop();
    const serve = shell.start('serve');
    const [, port] = await serve.says(/127\.0\.0\.1:(\d+)/);
    const visitor = connect(Number(port), '127.0.0.1');
    await once(visitor, 'connect');
    visitor.on('error', () => undefined);
    visitor.write('POST /u/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nList');
    await until(() => sink.total > 0);
    const { tookMs, code, err } = await serve.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(9_000);
    expect(err).not.toContain('cut off');
    expect(await statesIn(shell)).not.toContain('sending');
    visitor.destroy();
    await sink.close();
  });

  // Skipped on Windows, which has no pipe with a name of this kind.
  it.skipIf(process.platform === 'win32')(
    'cuts off what hangs in the system itself, and says so',
    {
      timeout: 30_000,
    },
    async () => {
      const shell = new Shell();
      shells.push(shell);
      // Whoever opens it waits for somebody to write to it, in the system, where no thread can be ended.
      execFileSync('mkfifo', [join(shell.folder, 'leads.csv')]);
      const importing = shell.start('import', 'leads.csv', '--basis', 'consent');
      await until(() => existsSync(join(shell.folder, 'rekindle.db')));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { tookMs, code, err } = await importing.stop();
      expect(tookMs).toBeLessThan(10_000);
      expect(code).toBe(1);
      expect(err).toContain('cut off');
    },
  );
});

async function suppressionsOf(shell: Shell): Promise<readonly unknown[]> {
  const lead = await shell.json('lead', 'show', 'ann.lee@northwind.example');
  return lead.suppressions as unknown[];
}
