import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyMail } from '../../domain/conversation/mail/classify.ts';
import { LIMITS } from '../../domain/limits.ts';
import { htmlAsText } from './html.ts';
import { parseMail } from './parse.ts';

const CONTEXT = { own: new Set<string>(), now: Date.UTC(2026, 2, 4), zone: 'UTC' };
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function read(text: string) {
  return classifyMail(await parseMail(bytesOf(text)), CONTEXT);
}

describe('bytes that are no mail', () => {
  test.each(['', ' ', '\n\n', 'hello there, no header at all\n'])('%j is "other" with a reason', async (text) => {
    const { kind, reasons } = await read(text);
    expect(kind).toBe('other');
    expect(reasons[0]?.code).toBe('mail-empty');
  });

  test('any bytes are read, and always alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(classifyMail(await parseMail(bytes), CONTEXT)).toEqual(classifyMail(await parseMail(bytes), CONTEXT));
      }),
    );
  });

  test('headers and bodies of any bytes are read', async () => {
    const heads = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: ',
      'From: MAILER-DAEMON\r\nSubject: failure notice\r\n\r\n',
      'From: a@b.co\r\nContent-Type: text/html; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      'From: a@b.co\r\nSubject: =?utf-8?B?',
    );
    await fc.assert(
      fc.asyncProperty(heads, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
        const mail = await parseMail(Buffer.concat([Buffer.from(head), tail]));
        expect(typeof classifyMail(mail, CONTEXT).kind).toBe('string');
      }),
    );
  });
});

describe('bounds', () => {
  test('lines beyond the bound are left out, and that is said', async () => {
    const mail = await parseMail(bytesOf(`From: a@b.co\r\n\r\n${'x\n'.repeat(LIMITS.mailRawLines + 5)}`));
    expect(mail.faults).toEqual(['mail-cut']);
    expect(mail.text.split('\n').length).toBeLessThanOrEqual(LIMITS.mailRawLines);
  });

  test('parts beyond the bound are left out', async () => {
    const head = 'From: a@b.co\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
    const mail = await parseMail(bytesOf(`${head}${'--b\r\n\r\nx\r\n'.repeat(LIMITS.mailParts + 5)}`));
    expect(mail.faults).toEqual(['mail-cut']);
  });

  test('parts within parts beyond the bound: the header is still read', async () => {
    const nested = Array.from(
      { length: LIMITS.mailDepth + 5 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    );
    const mail = await parseMail(bytesOf(`From: a@b.co\r\n${nested.join('')}`));
    expect(mail.faults).toEqual(['mail-broken']);
    expect(mail.headers).toContainEqual({ name: 'from', value: 'a@b.co' });
  });
});

describe('what is in a mail', () => {
  test('a standard report: recipients, the header of our mail', async () => {
    const mail = [
      'From: MAILER-DAEMON@mx.example',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; Jane@Acme.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1',
      ' <jane@acme.example> User unknown',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Message-ID: <m1@us.example>',
      'To: jane@acme.example',
      '--b--',
    ].join('\r\n');
    expect(await read(mail)).toMatchObject({
      kind: 'bounce',
      hard: true,
      status: '5.1.1',
      blame: 'recipient',
      remedy: 'suppress',
      original: { messageId: '<m1@us.example>', recipient: 'jane@acme.example' },
    });
  });

  test('a receipt, and what it is of', async () => {
    const mail = [
      'From: jane@acme.example',
      'Subject: Read: Hello',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
      '',
      '--b',
      'Content-Type: message/disposition-notification',
      '',
      'Original-Message-ID: <m1@us.example>',
      'Disposition: manual-action/MDN-sent-manually; displayed',
      '--b--',
    ].join('\r\n');
    expect(await read(mail)).toMatchObject({
      kind: 'receipt',
      original: { messageId: '<m1@us.example>' },
      intent: null,
    });
  });

  test('flowed lines keep their quote marks', async () => {
    const mail =
      'From: a@b.co\r\nIn-Reply-To: <m1@us.example>\r\nContent-Type: text/plain; format=flowed\r\n\r\n> Hi \r\nTell me more\r\n';
    expect(await read(mail)).toMatchObject({ kind: 'reply', text: 'Tell me more', intent: 'interested' });
  });

  test('HTML: quotes are marked, what is not shown is not read', () => {
    expect(
      htmlAsText(
        '<style>stop</style><p>Hi&nbsp;&eacute;</p><blockquote>old<blockquote>older</blockquote></blockquote>x',
      ),
    ).toBe('Hi é\n\n> old\n>\n>> older\n>>\n>\nx');
    expect(htmlAsText('a < b <br>c<!-- d -->e<hr>f &#x41;&#66; &bogus;')).toBe(
      'a < b\nce\n________________________________\nf AB &bogus;',
    );
  });

  test('any HTML is text without tags that are closed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', 'p', '/', 'a', '&', ';', '#', '!', '-', ' '), maxLength: 200 }),
        (html) => {
          expect(htmlAsText(html)).toBe(htmlAsText(html));
        },
      ),
    );
  });
});

describe('HTML that is made to be slow', () => {
  test.each([
    ['signs that open no tag', '<'],
    ['and one that closes at the end', '<', '>'],
    ['letters after them', '<a'],
    ['tags of which none is a break', '<b>x'],
    ['words between them', 'x <'],
  ])('%s', (_, part, end = '') => {
    const html = part.repeat(LIMITS.mailCharacters / part.length) + end;
    const before = performance.now();
    htmlAsText(html);
    expect(performance.now() - before).toBeLessThan(1_500);
  });
});
