/** The outbox folder: whole files, one a message, and clear words when the disk does not take them. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';
import { type ArrivedMail, describeChannel, sampleMail } from '../../testing/channel-conformance.ts';
import { composeMail } from '../compose.ts';
import { OutboxSettingsSchema, outboxChannel } from './adapter.ts';
import { fileFault } from './folder.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  folders.push(folder);
  return folder;
}

async function filesOf(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function readMail(path: string): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(await readFile(path));
  return {
    messageId: mail.messageId ?? null,
    to: mail.to?.[0]?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}

describeChannel(
  'outbox-file',
  async () => {
    const dir = join(await freshFolder(), 'outbox');
    const refuse = async () => {
      await writeFile(dir, 'a file where the folder should be');
      return { to: 'person1@example.com' };
    };
    return {
      channel: outboxChannel(OutboxSettingsSchema.parse({ dir })),
      arrived: async () =>
        Promise.all((await filesOf(join(dir, '..'))).filter((path) => path.endsWith('.eml')).map(readMail)),
      provoke: { refused: refuse },
      dispose: () => rm(dir, { recursive: true, force: true }),
    };
  },
  { describe, test },
  {
    retry: 'a full disk cannot be had in a test; what its error means is tested below',
    unconfirmed: 'a folder answers at once: the file was written, or it was not',
  },
);

describe('files', () => {
  test('stand under the day of the mail, with the bytes that any channel sends, and nothing beside them', async () => {
    const dir = await freshFolder();
    const result = await outboxChannel({ dir, fsync: true }).send(sampleMail(1));
    expect(result).toMatchObject({ kind: 'sent', providerRef: '2026-01-15/msg_1.eml' });
    expect(await filesOf(dir)).toEqual([join(dir, '2026-01-15', 'msg_1.eml')]);
    expect(await readFile(join(dir, '2026-01-15', 'msg_1.eml'))).toEqual(composeMail(sampleMail(1)));
  });

  test('one a message, also for a second process, a later day and two calls at once', async () => {
    const dir = await freshFolder();
    const channel = outboxChannel({ dir, fsync: false });
    await Promise.all([channel.send(sampleMail(1)), channel.send(sampleMail(1))]);
    const dayLater = { ...sampleMail(1), date: sampleMail(1).date + 86_400_000 };
    expect(await outboxChannel({ dir, fsync: false }).send(dayLater)).toMatchObject({
      providerRef: '2026-01-15/msg_1.eml',
    });
    expect((await filesOf(dir)).length).toBe(1);
  });

  test('a half-written one of a killed process does not count', async () => {
    const dir = await freshFolder();
    await mkdir(join(dir, '2026-01-15'));
    await writeFile(join(dir, '2026-01-15', 'msg_1.eml.77.part'), 'From: h');
    expect(await outboxChannel({ dir, fsync: false }).send(sampleMail(1))).toMatchObject({ kind: 'sent' });
    expect(await readFile(join(dir, '2026-01-15', 'msg_1.eml'))).toEqual(composeMail(sampleMail(1)));
  });

  test.each([
    '../msg',
    '/etc/passwd',
    'a/b',
    '.hidden',
    '',
    'a\0b',
  ])('no id leads out of the folder: %j', async (id) => {
    const dir = await freshFolder();
    expect(await outboxChannel({ dir, fsync: false }).send({ ...sampleMail(1), id })).toMatchObject({
      ...{ kind: 'refused', code: 'content-refused', blame: 'content' },
      detail: expect.stringContaining('file name'),
    });
    expect(await filesOf(dir)).toEqual([]);
  });
});

describe('what a disk answers', () => {
  const fault = (code: string) => fileFault(Object.assign(new Error(`${code}: said so`), { code }), '/outbox');

  test.each([
    ['ENOSPC', 'retry', 'outbox-full'],
    ['EDQUOT', 'retry', 'outbox-full'],
    ['EACCES', 'refused', 'outbox-unusable'],
    ['EROFS', 'refused', 'outbox-unusable'],
    ['ENOTDIR', 'refused', 'outbox-unusable'],
    ['EIO', 'retry', 'outbox-unwritable'],
    ['EMFILE', 'retry', 'outbox-unwritable'],
  ])('%s: %s, %s', (code, kind, reason) => {
    expect(fault(code)).toMatchObject({ kind, code: reason, detail: `/outbox: ${code}: said so` });
  });

  test('what is no fault of the disk is thrown', () => {
    expect(() => fileFault(new Error('a bug'), '/outbox')).toThrow('a bug');
  });
});
