/** Composed mails read back by a parser that is not ours, and held against the line rules of RFC 5322. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Mail } from '../../domain/message.ts';
import { envelopeOf } from './address.ts';
import { composeMail } from './mail.ts';
import { MailDefect } from './mail-defect.ts';

const MAIL: Mail = {
  id: 'msg_1',
  from: { name: 'Ana Gómez', address: 'ana@acme.example' },
  replyTo: null,
  to: { name: 'Doe, Jane "JD"', address: 'jane@example.com' },
  subject: 'A short question',
  text: 'Hi Jane,\n\nhow are you?\n',
  html: '<p>Hi Jane,</p>\n<p>how are you?</p>\n',
  messageId: '<m1.abc@acme.example>',
  references: [],
  unsubscribeUrl: 'https://acme.example/u/abc',
  date: Date.UTC(2026, 1, 3, 9, 5, 7),
  headers: [],
};

const mailWith = (part: Partial<Mail>): Mail => ({ ...MAIL, ...part });
const parse = (mail: Mail) => PostalMime.parse(composeMail(mail));
const source = (mail: Mail): string => composeMail(mail).toString('utf8');
const headOf = (raw: string): string => raw.slice(0, raw.indexOf('\r\n\r\n'));
/** Line ends as a reader sees them; those that end a part are the frame's. */
const readable = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').replace(/\n+$/, '');

/** Any text that a subject or name may hold: every character but line breaks and NUL; parsers trim the ends. */
const anyLine = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) =>
  text
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .normalize('NFC'),
);
const anyBody = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ maxLength: 1500 }),
      fc.constantFrom('.', '..', 'From here', '--', ' ', '\t', '=', '=20'),
    ),
  )
  .map((lines) => lines.join('\n').replace(/[\r\0]/g, ''));

describe('composeMail', () => {
  test('is read back whole by another parser', async () => {
    const mail = await parse(MAIL);
    expect(mail.from).toMatchObject({ name: 'Ana Gómez', address: 'ana@acme.example' });
    expect(mail.to).toMatchObject([{ name: 'Doe, Jane "JD"', address: 'jane@example.com' }]);
    expect(mail.subject).toBe('A short question');
    expect(mail.messageId).toBe('<m1.abc@acme.example>');
    expect(mail.date).toBe('2026-02-03T09:05:07.000Z');
    expect(readable(mail.text)).toBe('Hi Jane,\n\nhow are you?');
    expect(readable(mail.html)).toBe('<p>Hi Jane,</p>\n<p>how are you?</p>');
  });

  test('offers one-click opt-out in one header each', () => {
    const head = headOf(source(MAIL));
    expect(head).toContain('\r\nList-Unsubscribe: <https://acme.example/u/abc>\r\n');
    expect(head).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    const both = composeMail(MAIL, { unsubscribeMailto: 'stop@acme.example' }).toString().replaceAll('\r\n ', ' ');
    expect(both).toContain(
      'List-Unsubscribe: <https://acme.example/u/abc>, <mailto:stop@acme.example?subject=unsubscribe>\r\n',
    );
    const tagged = { unsubscribeMailto: 'stop+{token}@acme.example' };
    const whose = composeMail(mailWith({ optOutTag: 'lead_1.abc' }), tagged)
      .toString()
      .replaceAll('\r\n ', ' ');
    expect(whose).toContain('<mailto:stop+lead_1.abc@acme.example?subject=unsubscribe>\r\n');
    expect(composeMail(MAIL, tagged).toString()).not.toContain('mailto:');
    expect(headOf(source(mailWith({ unsubscribeUrl: null })))).not.toContain('List-Unsubscribe');
    expect(headOf(source(mailWith({ unsubscribeUrl: 'http://localhost/u/abc' })))).not.toContain(
      'List-Unsubscribe-Post',
    );
  });

  test('carries the thread', () => {
    const references = Array.from({ length: 40 }, (_, n) => `<m${n}@acme.example>`);
    const head = headOf(source(mailWith({ references }))).replaceAll('\r\n ', ' ');
    expect(head).toContain('\r\nIn-Reply-To: <m39@acme.example>\r\n');
    expect(head).toContain('\r\nReferences: <m0@acme.example> <m11@acme.example> ');
    expect(head).toContain(' <m39@acme.example>\r\n');
  });

  test('writes the same bytes for the same mail', () => {
    expect(composeMail(MAIL)).toEqual(composeMail({ ...MAIL }));
    expect(source(mailWith({ messageId: '<m2.abc@acme.example>' }))).not.toBe(source(MAIL));
  });

  test('is text alone where there is no HTML', async () => {
    const mail = await parse(mailWith({ html: null }));
    expect(mail.html).toBeFalsy();
    expect(readable(mail.text)).toBe(readable(MAIL.text));
    expect(source(mailWith({ html: null }))).not.toContain('multipart');
  });

  test('leaves ASCII alone, escapes a few letters, packs other scripts', () => {
    const encoding = (text: string) => /Transfer-Encoding: (\S+)/.exec(source(mailWith({ text, html: null })))?.[1];
    expect(encoding('plain\ntext\n')).toBe('7bit');
    expect(encoding('año nuevo, mucho texto que no lleva acentos')).toBe('quoted-printable');
    expect(encoding('新年快乐，祝你一切顺利')).toBe('base64');
    expect(encoding('x'.repeat(999))).toBe('quoted-printable');
    expect(encoding('x'.repeat(998))).toBe('7bit');
  });

  test('keeps the boundary out of a body that holds it', async () => {
    const boundary = /boundary="([^"]+)"/.exec(source(MAIL))?.[1];
    const text = `before\n--${boundary}\nafter`;
    expect(readable((await parse(mailWith({ text }))).text)).toBe(text);
  });

  test('writes domains in ASCII and local parts as they are', async () => {
    const mail = mailWith({ to: { name: null, address: 'josé@bücher.example' } });
    expect(envelopeOf(mail)).toEqual({ from: 'ana@acme.example', to: 'josé@xn--bcher-kva.example' });
    expect(source(mail)).toContain('\r\nTo: josé@xn--bcher-kva.example\r\n');
  });
});

describe('composeMail refuses', () => {
  const LINE_BREAKS = ['\r\nBcc: x@evil.example', '\nX: y', '\rX', '\0'];
  const places: readonly [string, (evil: string) => Partial<Mail>][] = [
    ['subject', (evil) => ({ subject: `Hi${evil}` })],
    ['sender name', (evil) => ({ from: { name: `Ana${evil}`, address: 'ana@acme.example' } })],
    ['recipient address', (evil) => ({ to: { name: null, address: `jane${evil}@example.com` } })],
    ['recipient domain', (evil) => ({ to: { name: null, address: `jane@example.com${evil}` } })],
    ['reply address', (evil) => ({ replyTo: { name: null, address: `jane@example.com${evil}` } })],
    ['message id', (evil) => ({ messageId: `<m1${evil}@acme.example>` })],
    ['reference', (evil) => ({ references: [`<m1${evil}@acme.example>`] })],
    ['opt-out address', (evil) => ({ unsubscribeUrl: `https://acme.example/${evil}` })],
    ['header value', (evil) => ({ headers: [['X-Campaign', `a${evil}`]] })],
    ['header name', (evil) => ({ headers: [[`X${evil}`, 'a']] })],
  ];
  test.each(places)('a line break in the %s', (_, part) => {
    for (const evil of LINE_BREAKS) expect(() => composeMail(mailWith(part(evil)))).toThrow(MailDefect);
  });

  test.each([
    ['two addresses', { to: { name: null, address: 'a@x.example,b@x.example' } }],
    ['an address in brackets', { to: { name: null, address: '<a@x.example>' } }],
    ['no domain', { to: { name: null, address: 'a' } }],
    ['a header that is composed', { headers: [['Bcc', 'x@evil.example']] }],
    ['a header name with a space', { headers: [['X Y', 'a']] }],
    ['a script as opt-out address', { unsubscribeUrl: 'javascript:alert(1)' }],
    ['two opt-out addresses', { unsubscribeUrl: 'https://a.example/>,<https://b.example/' }],
    ['an instant that is none', { date: Number.NaN }],
  ] as const)('%s', (_, part) => {
    expect(() => composeMail(mailWith(part as Partial<Mail>))).toThrow(MailDefect);
  });
});

describe('any mail', () => {
  test('keeps subject and names in any script', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, anyLine, async (subject, name) => {
        const mail = await parse(mailWith({ subject, to: { name, address: 'jane@example.com' } }));
        expect(mail.subject ?? '').toBe(subject);
        expect(mail.to).toMatchObject([{ name, address: 'jane@example.com' }]);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps any body, and any line short', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, anyBody, async (text, html) => {
        const mail = mailWith({ text, html });
        const read = await parse(mail);
        expect(readable(read.text)).toBe(readable(text));
        expect(readable(read.html)).toBe(readable(html));
        for (const line of source(mail).split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(998);
          expect(line).toMatch(/^[\t -~]*$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('folds its headers at 76 columns, each line with something on it', () => {
    fc.assert(
      fc.property(anyLine, anyLine, (subject, name) => {
        const mail = mailWith({ subject, from: { name, address: 'ana@acme.example' }, headers: [['X-Note', subject]] });
        for (const line of headOf(source(mail)).split('\r\n')) {
          expect(line).toMatch(/^(?:[!-9;-~]+:.*|\s+\S.*)$/);
          if (!/\S{70}/.test(line)) expect(line.length).toBeLessThanOrEqual(76);
        }
      }),
      { numRuns: 300 },
    );
  });
});
