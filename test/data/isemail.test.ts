/**
 * isemail's test set (Dominic Sayers, BSD-3): 164 addresses with the category that their author assigned.
 * Every verdict agrees, or stands in `DIFFERENCES` with the reason why ours is another.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judgeAddress } from '../../src/domain/verify/judge.ts';
import { readAddress } from '../../src/domain/verify/syntax.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const file = join(process.env.REKINDLE_DATA ?? join(root, '../shared/data'), 'email/isemail_tests.xml');

const OUR_WORD: Readonly<Record<string, string>> = {
  ISEMAIL_VALID_CATEGORY: 'valid',
  ISEMAIL_RFC5321: 'rfc5321',
  ISEMAIL_CFWS: 'cfws',
  ISEMAIL_DEPREC: 'deprecated',
  ISEMAIL_RFC5322: 'rfc5322',
  ISEMAIL_ERR: 'error',
};

/**
 * Verdicts of theirs that are not about syntax, by category or diagnosis.
 * DNSWARN: what DNS held in 2011 is no property of the text. Ours is `valid`, and the route decides: asserted below.
 */
const DIFFERENCES: Readonly<Record<string, { ours: string; why: string }>> = {
  '5': {
    ours: 'rfc5321',
    why: 'test@io: theirs is valid because io. had an MX record in 2011; as text it is an address at a bare TLD, like test@org',
  },
};

interface Case {
  id: string;
  address: string;
  category: string;
  diagnosis: string;
}

function unescapeXml(text: string): string {
  return (
    text
      .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replace(/&#([0-9]+);/g, (_, decimal: string) => String.fromCodePoint(Number.parseInt(decimal, 10)))
      .replace(/&(lt|gt|quot|apos);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '')
      .replace(/&amp;/g, '&')
      // The set writes a control character as its visible symbol from U+2400 on.
      .replace(/[\u2400-\u241f]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) - 0x2400))
  );
}

function readCases(): Case[] {
  const xml = readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  return [...xml.matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g)].map(([, id = '', body = '']) => {
    const field = (name: string) => unescapeXml(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(body)?.[1] ?? '');
    return { id, address: field('address'), category: field('category'), diagnosis: field('diagnosis') };
  });
}

describe.skipIf(!existsSync(file))('isemail test set (skipped where the development data folder is absent)', () => {
  const cases = existsSync(file) ? readCases() : [];

  it('holds all 164 cases', () => expect(cases).toHaveLength(164));

  it.each(cases.filter((one) => one.category !== 'ISEMAIL_DNSWARN'))('$id $address is $diagnosis', (one) => {
    const expected = DIFFERENCES[one.id]?.ours ?? OUR_WORD[one.category];
    expect(readAddress(one.address).category).toBe(expected);
  });

  it.each(cases.filter((one) => one.category === 'ISEMAIL_DNSWARN'))('$id $address is $diagnosis', (one) => {
    expect(readAddress(one.address).category).toBe('valid');
    const hostOnly = one.diagnosis === 'ISEMAIL_DNSWARN_NO_MX_RECORD';
    const route = hostOnly ? ({ kind: 'address' } as const) : ({ kind: 'none', detail: 'NXDOMAIN' } as const);
    const judgement = judgeAddress(`a@${readAddress(one.address).domain}`, route);
    expect(judgement.verdict).toBe(hostOnly ? 'plausible' : 'undeliverable');
    expect(judgement.reasons.map((reason) => reason.code)).toContain(hostOnly ? 'mail-to-host' : 'no-mail-server');
  });

  it('mails to none of the addresses that are an error, and to none that only a header may hold', () => {
    const refused = cases.filter((one) => /ERR$|RFC5322$|DEPREC$/.test(one.category));
    for (const one of refused) expect([one.address, readAddress(one.address).mailable]).toEqual([one.address, 'no']);
  });
});
