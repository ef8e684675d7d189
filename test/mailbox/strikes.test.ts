/** A mail that breaks every try to read it, the connection or the whole process: it is set aside, also across restarts, and no other is. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { readOnce } from '../../src/engine/mailboxes/keep.ts';
import { type Mailbox, MailboxFault, type MailboxSession } from '../../src/engine/ports.ts';
import { parseMail } from '../../src/sources/mail/parse.ts';
import { openStage, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  const rows = 'First Name,Email,Country,State,Industry\nAnn,ann@acme.example,US,NY,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
});
afterEach(() => stage.close());

const POISON = 3;
const UIDS = [1, 2, POISON, 4, 5];
const NEVER = new AbortController().signal;

/** What happens where the third mail is fetched. */
type Fate = 'connection lost' | 'process gone' | null;

/** A mailbox of five mails of Ann's. Each connection is one of a process that was just started. */
function mailbox(fate: () => Fate, fetched: number[] = []): Mailbox {
  const session: MailboxSession = {
    usable: true,
    waitForNews: async () => undefined,
    close: async () => undefined,
    open: async () => ({
      uidValidity: 7,
      lastUidBefore: async () => 0,
      uidsAfter: async (last, most) => UIDS.filter((uid) => uid > last).slice(0, most),
      async fetch(uid) {
        fetched.push(uid);
        if (uid === POISON) befall(fate());
        const head = `From: ann@acme.example\r\nMessage-ID: <${uid}@acme.example>\r\nSubject: Hello`;
        return parseMail(Buffer.from(`${head}\r\n\r\nHow much is number ${uid}?\r\n`));
      },
    }),
  };
  return {
    ...{ name: 'answers', workspaceId: 'main', folders: [{ path: 'INBOX', holds: 'received' }], addresses: [] },
    ...{ pollMs: 1_000, lookBackMs: 1_000, connect: async () => session },
  };
}

function befall(fate: Fate): void {
  if (fate === 'connection lost') throw new MailboxFault('mailbox-lost', 'the connection is lost');
  if (fate === 'process gone') throw new Error('as if the process had died here');
}

async function reads(of: Mailbox): Promise<boolean> {
  return readOnce(stage.engine, of, NEVER).then(
    () => true,
    () => false,
  );
}

const answered = () =>
  stage.sql('SELECT text FROM event ORDER BY id').map(({ text }) => Number(/\d/.exec(String(text))));
const aside = () => stage.sql('SELECT uid, code FROM mailbox_aside');

test.each([
  ['connection lost', LIMITS.mailboxStrikes],
  ['process gone', LIMITS.mailboxTries + 1],
] as const)('%s over one mail: it is set aside after some tries, and the others are in', async (fate, most) => {
  const fetched: number[] = [];
  const of = mailbox(() => fate, fetched);
  let restarts = 0;
  while (!(await reads(of))) {
    restarts += 1;
    expect(restarts).toBeLessThan(20);
  }
  expect(fetched.filter((uid) => uid === POISON).length).toBeLessThanOrEqual(most);
  expect(aside()).toEqual([{ uid: POISON, code: 'mail-unreadable' }]);
  expect(answered()).toEqual([1, 2, 4, 5]);
  expect(await reads(of)).toBe(true);
  expect(aside()).toHaveLength(1);
});

test('a connection that was lost once or twice costs no mail', async () => {
  let faults = 2;
  const of = mailbox(() => (faults-- > 0 ? 'connection lost' : null));
  expect([await reads(of), await reads(of), await reads(of)]).toEqual([false, false, true]);
  expect([aside(), answered()]).toEqual([[], UIDS]);
  expect(stage.sql('SELECT last_uid, tries FROM mailbox_folder')).toEqual([{ last_uid: 5, tries: 0 }]);
});
