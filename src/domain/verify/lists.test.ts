import { describe, expect, it } from 'vitest';
import disposable from './data/disposable-domains.json' with { type: 'json' };
import freeMail from './data/free-mail-domains.json' with { type: 'json' };
import words from './data/role-words.json' with { type: 'json' };
import { hasListedSuffix, isDisposable, isFreeMail, reservation } from './domains.ts';
import { lookAlikeOf } from './look-alike.ts';
import { mailboxOf } from './mailbox.ts';

describe('lists of domains', () => {
  it('holds domains of plain ASCII, each once', () => {
    for (const list of [disposable, freeMail]) {
      expect(new Set(list).size).toBe(list.length);
      for (const domain of list) expect(domain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }
  });

  it('knows a disposable domain by whole labels', () => {
    expect(['mailinator.com', 'a.b.mailinator.com'].map(isDisposable)).toEqual([true, true]);
    expect(['amailinator.example', 'mailinator.com.acme.com', 'com', 'acme.com'].map(isDisposable)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('counts no free-mail provider as disposable, nor as a look-alike', () => {
    expect(freeMail.filter(isDisposable)).toEqual([]);
    expect(freeMail.filter((domain) => lookAlikeOf(domain) !== null)).toEqual([]);
    expect(['gmail.com', 'gmx.de', 'mail.acme.com'].map(isFreeMail)).toEqual([true, true, false]);
  });

  it('doubts none of the large companies that lie near a provider', () => {
    const real =
      'aon.com all.com like.com line.com love.com five.com cloud.com mail.com email.com ymail.com gmx.com grail.com msc.com look.com hot.com wahoo.com male.com rail.com verizonwireless.com comcast.com'.split(
        ' ',
      );
    expect(real.filter((domain) => lookAlikeOf(domain) !== null)).toEqual([]);
  });

  it('knows suffixes and reserved names', () => {
    expect(['acme.com', 'acme.co.uk', 'acme.xn--p1ai', 'co.uk', 'acme.con', 'com'].map(hasListedSuffix)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(['a.local', 'a.test', 'a.com', 'localhost'].map(reservation)).toEqual(['never', 'rehearsal', null, 'never']);
  });
});

describe('words of roles', () => {
  const all = [...words['no-reply'], ...words.bot, ...words.technical, ...words.test, ...words.team];

  it('are written without separators, lower case, in one kind only', () => {
    expect(new Set(all).size).toBe(all.length);
    for (const word of all) expect(word).toMatch(/^[\p{Ll}0-9]+$/u);
  });

  it('are each found, and lead only where they are roles', () => {
    expect(all.filter((word) => mailboxOf(word).kind === 'person')).toEqual([]);
    expect(words.leading.filter((word) => !all.includes(word))).toEqual([]);
  });

  it('hold no common given name', () => {
    const names =
      'alexa alla ann anna art ben berlin boston bob carmen chris claire dan dave denver eva florence grace ida ina india ira jack jane jo joe jordan kim lee leo mai maria mark max may mia nora ola olga pam paris pat paul penny peter ray rob robin rose ruth sam sem sydney tim tom victoria will'.split(
        ' ',
      );
    expect(names.filter((name) => mailboxOf(name).kind !== 'person')).toEqual([]);
  });
});
