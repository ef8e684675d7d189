/**
 * Bounces of many mail systems with labels (sisimai/set-of-emails, BSD-2), and the standard reports and auto-replies kept with
 * the contracts. Hard and soft agree with the labels for 97 of 100 mails; no receipt and no auto-reply is called a bounce or a reply.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ClassifiedMail, classifyMail } from '../../src/domain/conversation/mail/classify.ts';
import { parseMail } from '../../src/sources/mail/parse.ts';
import { filesOfArchive } from './archive.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const data = process.env.REKINDLE_DATA ?? join(root, '../shared/data');
const labels = join(data, 'replies/bounces_odd_labels.csv');
const contracts = join(data, '../contracts/email');

async function read(bytes: Uint8Array): Promise<ClassifiedMail> {
  return classifyMail(await parseMail(bytes), { own: new Set(), now: Date.UTC(2026, 2, 4), zone: 'UTC' });
}

interface Labelled {
  readonly file: string;
  readonly reasons: readonly string[];
  readonly hard: boolean;
  readonly mail: ClassifiedMail;
}

let once: Promise<readonly Labelled[]> | undefined;
const labelledMails = () => (once ??= readAll());

async function readAll(): Promise<readonly Labelled[]> {
  const files = filesOfArchive(join(data, 'replies/bounces_odd.tar.gz'));
  const rows = readFileSync(labels, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const names = [...new Set(rows.map(([file = '']) => file))];
  return Promise.all(
    names.map(async (file) => {
      const own = rows.filter(([name]) => name === file);
      const bytes = files.get(file) ?? [...files].find(([name]) => name.endsWith(`/${file}`))?.[1];
      const hard = own.some((row) => row[5] === 'true');
      return { file, reasons: own.map((row) => row[4] ?? ''), hard, mail: await read(bytes ?? Buffer.alloc(0)) };
    }),
  );
}

// Skipped where the development data is absent: nobody ships these mails.
describe.skipIf(!existsSync(labels))('labelled bounces (skipped where development data is absent)', () => {
  test('hard and soft agree with the labels', async () => {
    const mails = await labelledMails();
    const other = mails.filter(({ mail, hard }) => mail.hard !== hard);
    expect(mails.length).toBeGreaterThan(250);
    expect(1 - other.length / mails.length, other.map(({ file }) => file).join(', ')).toBeGreaterThanOrEqual(0.97);
  });

  test('each is a bounce or a delay, but for a complaint and a receipt among them', async () => {
    const mails = await labelledMails();
    const other = mails.filter(({ mail }) => mail.kind !== 'bounce' && mail.kind !== 'delay');
    expect(Object.fromEntries(other.map(({ reasons, mail }) => [reasons[0], mail.kind]))).toEqual({
      feedback: 'complaint',
      delivered: 'receipt',
    });
  });

  test('what is the fault of sender or policy never ends with a recipient', async () => {
    const ours = [
      'authfailure',
      'requireptr',
      'blocked',
      'badreputation',
      'spamdetected',
      'toomanyconn',
      'speeding',
      'norelaying',
    ];
    const mails = await labelledMails();
    const wrong = mails.filter(
      ({ reasons, mail }) => reasons.every((reason) => ours.includes(reason)) && mail.remedy === 'suppress',
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

// Skipped where the contracts are absent: nobody ships these mails.
describe.skipIf(!existsSync(contracts))('reports and auto-replies (skipped where the contracts are absent)', () => {
  const KINDS: Readonly<Record<string, readonly string[]>> = {
    arf: ['complaint'],
    autoreply: ['auto-reply', 'out-of-office'],
    dsn: ['bounce', 'delay'],
  };
  test.each(Object.keys(KINDS))('%s', async (folder) => {
    const files = readdirSync(join(contracts, folder));
    const kinds = await Promise.all(
      files.map(async (file) => (await read(readFileSync(join(contracts, folder, file)))).kind),
    );
    expect(kinds.filter((kind) => !KINDS[folder]?.includes(kind))).toEqual([]);
    expect(kinds.length).toBeGreaterThan(2);
  });
});
