/**
 * A real IMAP server of the tests' own: Dovecot, in a folder that is thrown away, on a port of its own. Where it is not installed
 * (`apt-get install dovecot-imapd`) the tests that need it are skipped, saying so.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BINARY = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path));
/** Why there is none here; null = there is one. */
export const NO_DOVECOT = BINARY === undefined ? 'Dovecot is not installed' : null;

/** Name and password of every mailbox. */
export const PASSWORD = 'of-tests-alone';

/** A running server. */
export interface Dovecot {
  readonly port: number;
  /** Puts a mail into a folder of a user, as a mail server delivers it. */
  deliver(user: string, mail: string, folder?: string): void;
  /** Names of a folder's files with their flags after `:2,`; those never seen by anybody lie in `new`. */
  files(user: string, folder?: string): { readonly fresh: readonly string[]; readonly seen: readonly string[] };
  /** Numbers all mails of a folder anew. */
  renumber(user: string, folder?: string): void;
  start(): Promise<void>;
  /** Kills it with all its children. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const NOBODY = 65_534;
let mails = 0;

/** Starts a server. */
export async function openDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-dovecot-'));
  chmodSync(folder, 0o755);
  const isRoot = userInfo().uid === 0;
  const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : userInfo();
  const port = await freePort();
  const config = join(folder, 'dovecot.conf');
  writeFileSync(config, configOf(folder, port, owner, isRoot));
  const own = (path: string) => {
    if (isRoot) chownSync(path, owner.uid, owner.gid);
  };
  const dirOf = (user: string, name = 'INBOX') => {
    const path = join(folder, 'mail', user, ...(name === 'INBOX' ? [] : [`.${name}`]));
    for (const part of ['', 'new', 'cur', 'tmp']) {
      mkdirSync(join(path, part), { recursive: true });
      own(join(path, part));
    }
    if (name !== 'INBOX') own(join(folder, 'mail', user));
    return path;
  };
  mkdirSync(join(folder, 'mail'));
  own(join(folder, 'mail'));
  let child: ChildProcess | null = null;
  const server: Dovecot = {
    port,
    deliver(user, mail, name) {
      const path = join(dirOf(user, name), 'new', `${1_700_000_000 + ++mails}.M${mails}.test`);
      writeFileSync(path, mail);
      own(path);
    },
    files(user, name) {
      const path = dirOf(user, name);
      return { fresh: readdirSync(join(path, 'new')), seen: readdirSync(join(path, 'cur')) };
    },
    renumber(user, name) {
      const path = dirOf(user, name);
      for (const file of readdirSync(path))
        if (file.startsWith('dovecot')) rmSync(join(path, file), { recursive: true });
    },
    async start() {
      child = spawn(BINARY as string, ['-F', '-c', config], { stdio: 'ignore', detached: true });
      await answers(port);
    },
    async kill() {
      if (child === null || child.exitCode !== null) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      // Its children end with the group that it leads.
      process.kill(-(child.pid as number), 'SIGKILL');
      await gone;
    },
    async close() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function configOf(folder: string, port: number, { uid, gid }: { uid: number; gid: number }, isRoot: boolean): string {
  const self = isRoot
    ? ''
    : `default_internal_user = ${userInfo().username}\ndefault_login_user = ${userInfo().username}`;
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
mail_max_userip_connections = 50
${self}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = dial(port, '127.0.0.1');
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (greeted) return;
    await pause(50);
  }
  throw new Error('Dovecot does not answer');
}
