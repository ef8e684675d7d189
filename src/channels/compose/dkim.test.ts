/** Signatures hold before a verifier that was written on its own, break with any change that matters, and always are the same bytes. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordOf } from '../../domain/deliverability/own-key.ts';
import type { Mail } from '../../domain/message.ts';
import { sampleMail } from '../../testing/channel-conformance.ts';
import { verifyDkim } from '../../testing/dkim-verifier.ts';
import { type DkimSigner, dkimSigner, signMail } from './dkim.ts';
import { composeMail } from './mail.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const ED25519 = generateKeyPairSync('ed25519').privateKey;
const pem = RSA.export({ format: 'pem', type: 'pkcs8' }).toString();
const der = (key: typeof RSA) => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const signerOf = (privateKey: string) => dkimSigner({ domain: 'Sender.example', selector: 's1', privateKey });
const rsa = signerOf(pem);
const ed25519 = signerOf(der(ED25519));

const MAIL: Mail = {
  ...sampleMail(1),
  subject: 'Grüße, two  spaces\tand a tab',
  text: 'Hello  \n\ntwo  spaces,\ttab, trailing \n.\nend\n\n\n',
  html: '<p>Grüße</p>\n',
  references: ['<a@sender.example>'],
  unsubscribeUrl: 'https://sender.example/u/abc',
};

function verdictOf(mail: Buffer, signer: DkimSigner) {
  const record = recordOf(signer);
  return verifyDkim(mail, (name) => (name === record.name ? record.value : undefined));
}
const signed = (mail: Mail, signer: DkimSigner) =>
  signMail(composeMail(mail, { unsubscribeMailto: 'stop@acme.com' }), signer);
const changed = (mail: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(mail.toString('latin1').replace(from, to), 'latin1');

describe.each([
  ['RSA', rsa],
  ['Ed25519', ed25519],
])('a mail signed by a key of %s', (_, signer) => {
  const mail = signed(MAIL, signer);

  test('passes, and is the same bytes each time', () => {
    expect(verdictOf(mail, signer).verdict).toBe('pass');
    expect(signed(MAIL, signer).equals(mail)).toBe(true);
  });

  test('has both opt-out fields under its signature, and each name once more than the mail has it', () => {
    const names = verdictOf(mail, signer).tags.get('h')?.split(':') ?? [];
    for (const name of ['from', 'to', 'subject', 'list-unsubscribe', 'list-unsubscribe-post'])
      expect(names.filter((one) => one === name)).toHaveLength(2);
    expect(names.filter((one) => one === 'cc')).toHaveLength(1);
  });

  test.each([
    ['the subject', /Subject: /, 'Subject: x'],
    ['where the opt-out goes', 'https://sender.example/u/abc', 'https://evil.example/u/abc'],
    ['that it is one click', 'List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Clicks'],
    ['the date', 'Date: ', 'Date: X'],
  ])('fails once somebody changes %s', (_what, from, to) => {
    const other = changed(mail, from, to);
    expect(other.equals(mail)).toBe(false);
    expect(verdictOf(other, signer).verdict).toBe('signature differs');
  });

  test.each([
    'From: evil@evil.example',
    'Subject: other',
    'List-Unsubscribe: <https://evil.example>',
    'Cc: x@y.example',
  ])('fails once somebody adds %s', (line) => {
    expect(verdictOf(changed(mail, /\r\n\r\n/, `\r\n${line}\r\n\r\n`), signer).verdict).toBe('signature differs');
  });

  test('fails once the body is another, and passes where only white space is', () => {
    expect(verdictOf(changed(mail, '.\r\nend', '.\r\nEND'), signer).verdict).toBe('body differs');
    expect(verdictOf(changed(mail, 'MIME-Version: 1.0', 'MIME-Version:   1.0 '), signer).verdict).toBe('pass');
    expect(verdictOf(Buffer.concat([mail, Buffer.from('\r\n\r\n')]), signer).verdict).toBe('pass');
  });
});

test('no line is longer than mail servers take', () => {
  const lines = signed(MAIL, rsa).toString('latin1').split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
});

test('whatever a mail says, its signature holds', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 300 });
  const property = fc.property(texts, fc.array(texts, { maxLength: 3 }), (subject, lines) => {
    const mail = { ...MAIL, subject: subject.replace(/[\r\n\0]/g, ' '), text: lines.join('\n') };
    expect(verdictOf(signed(mail, ed25519), ed25519).verdict).toBe('pass');
  });
  fc.assert(property, { numRuns: 300 });
});

test('a key may be PEM, PEM on one line, or base64 on one line', () => {
  const forms = [pem, pem.replaceAll('\n', '\\n'), der(RSA)];
  expect(new Set(forms.map((form) => signerOf(form).publicKey)).size).toBe(1);
  expect(signerOf(pem).domain).toBe('sender.example');
});

test.each([
  ['nothing that can be read', 'hello'],
  ['a key of 512 bits', der(generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey)],
  ['a key of another kind', der(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
])('%s signs nothing', (_, text) => {
  expect(() => signerOf(text)).toThrow();
});

test('the verifier can fail', () => {
  expect(verifyDkim(composeMail(MAIL), () => '').verdict).toBe('no signature');
  expect(verifyDkim(signed(MAIL, rsa), () => undefined).verdict).toBe('no key');
  const other = signerOf(der(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey));
  expect(verdictOf(signed(MAIL, rsa), other).verdict).toBe('signature differs');
});
