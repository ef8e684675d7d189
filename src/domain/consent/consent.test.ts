import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askGate, type GateInput } from './gate.ts';
import { NOTHING_COUNTED } from './pace/facts.ts';
import { NO_LIMITS } from './pace/send-limits.ts';
import { type Consent, type PermissionAsk, permissionFor } from './permission.ts';
import { CONSENT_REASONS } from './reasons.ts';
import { REGIMES, regimeOf } from './regimes.ts';
import { isSuppressed, mailboxOf, suppressionKeys } from './suppression.ts';

const NOW = Date.UTC(2026, 5, 1, 8);
const channels = ['email', 'sms', 'voice', 'ai-voice'] as const;
const anyCountry = fc.constantFrom(null, 'US', 'CA', 'DE', 'AT', 'FR', 'GB', 'KE', 'constructor');
const anyConsent: fc.Arbitrary<Consent> = fc.record({
  channel: fc.constantFrom(...channels, 'all' as const),
  kind: fc.constantFrom('opt-in', 'inquiry', 'business'),
  at: fc.integer({ min: NOW - 9e10, max: NOW + 1e9 }),
  withdrawnAt: fc.option(fc.integer({ min: NOW - 9e10, max: NOW })),
  evidence: fc.constant('form'),
});
const anyAsk: fc.Arbitrary<PermissionAsk> = fc.record({
  channel: fc.constantFrom(...channels),
  country: anyCountry,
  basis: fc.constantFrom(null, 'consent', 'legitimate-interest', 'contract', 'none'),
  basisAt: fc.option(fc.integer({ min: NOW - 9e10, max: NOW })),
  consents: fc.array(anyConsent, { maxLength: 3 }),
  now: fc.constant(NOW),
  aiVoice: fc.boolean(),
});

describe('permissionFor', () => {
  test('always gives a reason of the table, and never allows what has ended', () => {
    fc.assert(
      fc.property(anyAsk, (ask) => {
        const { verdict, until, reasons } = permissionFor(ask);
        expect(reasons.length).toBeGreaterThan(0);
        for (const { code } of reasons) expect(Object.keys(CONSENT_REASONS)).toContain(code);
        if (until !== null) expect([verdict, until > NOW]).toEqual(['allow', true]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no text and no artificial voice without an opt-in on record', () => {
    fc.assert(
      fc.property(anyAsk, fc.constantFrom('sms' as const, 'ai-voice' as const), (ask, channel) => {
        const consents = ask.consents.filter(({ kind }) => kind !== 'opt-in');
        expect(permissionFor({ ...ask, channel, consents }).verdict).not.toBe('allow');
      }),
    );
  });

  test('what allows without any basis, allows with consent', () => {
    fc.assert(
      fc.property(anyAsk, (ask) => {
        if (permissionFor({ ...ask, basis: null }).verdict !== 'allow') return;
        expect(permissionFor({ ...ask, basis: 'consent' }).verdict).toBe('allow');
      }),
    );
  });

  test('a country is in one row, and every row names its law', () => {
    const countries = REGIMES.flatMap((regime) => regime.countries);
    expect(new Set(countries).size).toBe(countries.length);
    expect(REGIMES.filter(({ source }) => source === '')).toEqual([]);
    expect(regimeOf('NO').name).toBe('GDPR and ePrivacy');
  });
});

describe('suppression', () => {
  test('a refusal finds every spelling of its own mailbox', () => {
    const tag = fc.stringMatching(/^[a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}$/), tag, fc.boolean(), (local, extra, shout) => {
        const spelt = `${local}+${extra}@Acme.com`;
        const keys = suppressionKeys({ leadId: 'l', emails: [shout ? spelt.toUpperCase() : spelt], phones: [] });
        const value = mailboxOf(`${local}@acme.com`);
        expect(isSuppressed(keys, [{ kind: 'address', value, channel: 'all', reason: 'x' }], 'email')).not.toBeNull();
      }),
    );
  });

  test('normal forms stay as they are', () => {
    for (const email of ['jane@acme.com', 'janedoe@gmail.com', '+x@acme.com'])
      expect(mailboxOf(mailboxOf(email))).toBe(mailboxOf(email));
  });
});

describe('askGate', () => {
  const input: GateInput = {
    now: NOW,
    channel: 'email',
    live: true,
    recipient: { address: 'jane@acme.com', verdict: 'plausible' },
    zone: 'Europe/Berlin',
    place: { country: 'DE', region: null, zones: ['Europe/Berlin'] },
    permission: { verdict: 'allow', until: null, reasons: [{ code: 'opted-in' }] },
    suppression: null,
    window: { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020, skipHolidays: true },
    facts: NOTHING_COUNTED,
    limits: NO_LIMITS,
    identity: {
      senderName: 'Ann',
      senderAddress: 'ann@sender.com',
      postalAddress: '1 Main Street',
      visibleOptOut: true,
      oneClickUrl: 'https://go.sender.com/u',
    },
  };
  const suppression = { kind: 'lead', value: 'l', channel: 'all', reason: 'opted-out' } as const;
  const anyTime = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2035, 0, 1) });
  const limit = fc.option(fc.integer({ min: 1, max: 3 }));
  const anyWait = fc.record({
    now: anyTime,
    channel: fc.constantFrom('email' as const, 'sms' as const, 'voice' as const),
    limits: fc.record({ leadDay: limit, leadMonth: limit, accountDay: limit, senderDay: limit }),
    minGapHours: fc.nat(100),
    touches: fc.array(
      fc.record({ ago: fc.nat(40 * 86_400_000), channel: fc.constantFrom('email' as const, 'sms' as const) }),
      { maxLength: 6 },
    ),
    used: fc.nat(4),
  });

  test('asked again when a hold ends, with the counters of that day at nought, it sends', () => {
    fc.assert(
      fc.property(anyWait, ({ now, channel, limits, minGapHours, touches, used }) => {
        const ours = touches.map(({ ago, channel: by }) => ({ at: now - ago, channel: by, by: 'us' as const }));
        const facts = { ...NOTHING_COUNTED, touches: ours, accountTouches: ours, numberTouches: ours };
        const family = { ...NO_LIMITS.email, ...limits };
        const asked: GateInput = {
          ...input,
          now,
          channel,
          facts: { ...facts, counters: { ...facts.counters, sender: used } },
          limits: { ...NO_LIMITS, email: family, sms: family, voice: family, minGapHours },
        };
        const answer = askGate(asked);
        if (answer.verdict === 'send') return;
        expect(answer.verdict).toBe('hold');
        if (answer.verdict !== 'hold') return;
        expect(answer.reasons.length).toBeGreaterThan(0);
        expect(answer.until).toBeGreaterThan(now);
        expect(askGate({ ...asked, now: answer.until!, facts })).toEqual({ verdict: 'send' });
      }),
      { numRuns: 500 },
    );
  });

  test('a standing refusal wins over everything, at every time and on every channel', () => {
    fc.assert(
      fc.property(anyTime, fc.constantFrom(...channels), fc.boolean(), (now, channel, live) => {
        expect(askGate({ ...input, now, channel, live, suppression }).verdict).toBe('refuse');
      }),
    );
  });
});
