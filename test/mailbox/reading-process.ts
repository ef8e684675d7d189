/** A process that keeps one mailbox on a database until it is killed: node reading-process.ts DATABASE PORT USER. */
import { systemClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { keepMailboxes } from '../../src/engine/mailboxes/keep.ts';
import { processPeers } from '../../src/instance/process-peers.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { readMails } from '../../src/sources/mail/files.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { mailboxOn } from './mailbox-on.ts';

const [database = '', port = '', user = ''] = process.argv.slice(2);
const none = {
  name: 'none',
  concurrency: 1,
  recovery: 'held',
  send: () => Promise.reject(new Error('nothing is sent')),
  close: async () => undefined,
} as const;

const noPlaybook = () => {
  throw new Error('no playbook is read');
};

const engine = openEngine({
  store: await openSqliteStore({ path: database, durability: 'normal' }),
  emptyStore: (now) => openSqliteStore({ path: ':memory:', now }),
  clock: systemClock,
  log: {
    info: () => undefined,
    error: (message, facts) => void process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
  },
  secret: Buffer.from('a-secret-of-this-test-alone-0123456789'),
  resolver: null,
  rendererFor,
  sources: {
    ...localFiles,
    readMails,
    builtIn: [],
    readPlaybook: noPlaybook,
    aboutPlaybook: noPlaybook,
    playbookFiles: noPlaybook,
    checkFiles: noPlaybook,
  },
  channels: { outbox: none, live: null },
  mailboxes: [mailboxOn(Number(port), user)],
  publicUrl: null,
  dataVersion: 'test',
  peers: processPeers(),
});
process.stdout.write('reading\n');
await keepMailboxes(engine, new AbortController().signal);
