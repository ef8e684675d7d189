/** Files that come with mails, read back by a parser that is not ours. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Mail, MailAttachment } from '../../domain/message.ts';
import { composeMail } from './mail.ts';
import { MailDefect } from './mail-defect.ts';

const MAIL: Mail = {
  id: 'msg_1',
  from: { name: 'Ana', address: 'ana@acme.example' },
  replyTo: null,
  to: { name: null, address: 'jane@example.com' },
  subject: 'A short question',
  text: 'Hi Jane,\n\nhow are you?\n',
  html: '<p>Hi Jane</p>\n',
  messageId: '<m1.abc@acme.example>',
  references: [],
  unsubscribeUrl: null,
  date: Date.UTC(2026, 1, 3, 9, 5, 7),
  headers: [],
};

const file = (name: string, content: Uint8Array, type = 'application/pdf'): MailAttachment => ({
  ...{ name, type, content, hash: '' },
});
const readBack = (attachments: readonly MailAttachment[], part: Partial<Mail> = {}) =>
  PostalMime.parse(composeMail({ ...MAIL, ...part, attachments }));
const bytesOf = (content: unknown) => new Uint8Array(content as ArrayBuffer);

describe('files of a mail', () => {
  test('stand behind the words, which stay alternatives', async () => {
    const raw = composeMail({ ...MAIL, attachments: [file('a.pdf', Buffer.from('one'))] }).toString();
    const types = [...raw.matchAll(/^Content-Type: ([^;\r]+)/gm)].map(([, type]) => type);
    expect(types).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'application/pdf']);
    const { text, html, attachments } = await PostalMime.parse(raw);
    expect([text?.trim(), html?.trim()]).toEqual([MAIL.text.trim().replaceAll('\n', '\n'), MAIL.html?.trim()]);
    expect(attachments).toMatchObject([{ filename: 'a.pdf', mimeType: 'application/pdf', disposition: 'attachment' }]);
  });

  test('a mail without HTML, and one without files as it was', async () => {
    const { text, html, attachments } = await readBack([file('a.pdf', Buffer.from('one'))], { html: null });
    expect([text?.trim(), html, attachments.length]).toEqual([MAIL.text.trim(), undefined, 1]);
    expect(composeMail({ ...MAIL, attachments: [] })).toEqual(composeMail(MAIL));
  });

  test('words that hold a boundary of ours do not end their part', async () => {
    const raw = composeMail({ ...MAIL, attachments: [file('a.pdf', Buffer.from('one'))] }).toString();
    const boundaries = [...raw.matchAll(/boundary="([^"]+)"/g)].map(([, boundary]) => `--${boundary}`);
    const text = `Hi\n${boundaries.join('\n')}\nbye\n`;
    const back = await readBack([file('a.pdf', Buffer.from('one'))], { text });
    expect([back.text?.trim(), back.attachments.length]).toEqual([text.trim(), 1]);
  });

  test('any name and any bytes come back as they were, in order, on lines that servers take', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
      .map((text) => text.replace(/[\p{C}\p{Z}]/gu, ' ').trim())
      .filter((text) => text !== '');
    const content = fc.uint8Array({ maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, content), { minLength: 1, maxLength: 5 }), async (wanted) => {
        const attachments = wanted.map(([each, bytes]) => file(each, bytes));
        const raw = composeMail({ ...MAIL, attachments });
        for (const line of raw.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
        expect(/[^\r]\n|\r[^\n]|[^\t\r\n -~]/.test(raw.toString('latin1'))).toBe(false);
        const back = (await PostalMime.parse(raw)).attachments;
        expect(back.map((one) => [one.filename, bytesOf(one.content)])).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  test('a type or name that would end its header is refused', () => {
    const bad = [file('a\r\nBcc: x.pdf', Buffer.from('one')), file('a.pdf', Buffer.from('one'), 'text/plain\r\nX: y')];
    for (const one of bad) expect(() => composeMail({ ...MAIL, attachments: [one] })).toThrow(MailDefect);
  });
});
