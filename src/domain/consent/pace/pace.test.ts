import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptLimitsOf } from '../../calendar/calling-hours.ts';
import { DAY_MS } from '../../calendar/day.ts';
import { leadCaps, sharedCaps } from './caps.ts';
import { NOTHING_COUNTED, type PaceAsk, type Touch, type TouchChannel } from './facts.ts';
import { jitterWait } from './jitter.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from './send-limits.ts';
import { sendLimitsSchema } from './send-limits-schema.ts';
import { senderAllowance } from './warm-up.ts';

const NOW = Date.UTC(2026, 5, 1, 8);
const MINUTE_MS = 60_000;
const ask: PaceAsk = {
  now: NOW,
  channel: 'email',
  zone: 'America/New_York',
  place: { country: 'US', region: 'CA' },
  facts: NOTHING_COUNTED,
  limits: DEFAULT_LIMITS,
};

/** Times at which messages leave where one is tried every so often, as often as the limits of a lead let it. */
function sentUnderCaps(channel: 'email' | 'sms' | 'voice', stepsMinutes: readonly number[]): readonly number[] {
  const touches: Touch[] = [];
  let now = NOW;
  for (const step of stepsMinutes) {
    now += step * MINUTE_MS;
    const facts = { ...NOTHING_COUNTED, touches, accountTouches: touches, numberTouches: touches };
    const asked = { ...ask, now, channel, facts };
    if ([...leadCaps(asked), ...sharedCaps(asked)].length === 0) touches.push({ at: now, channel, by: 'us' });
  }
  return touches.map(({ at }) => at);
}

function mostWithin(times: readonly number[], spanMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - spanMs).length));
}

describe('caps', () => {
  const anySteps = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 50, maxLength: 150 });

  test('whenever they are tried, no more than three texts in any 24 hours and twenty in any 30 days', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const times = sentUnderCaps('sms', steps);
        expect(mostWithin(times, DAY_MS)).toBeLessThanOrEqual(3);
        expect(mostWithin(times, 30 * DAY_MS)).toBeLessThanOrEqual(20);
      }),
      { numRuns: 60 },
    );
  });

  test('and no more than one e-mail on a day of the lead', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const days = sentUnderCaps('email', steps).map((at) =>
          Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ask.zone).toPlainDate().toString(),
        );
        expect(new Set(days).size).toBe(days.length);
      }),
      { numRuns: 60 },
    );
  });

  test('the order of touches makes no difference', () => {
    const channel = fc.constantFrom<TouchChannel>('sms', 'voice');
    const touch = fc.record({
      at: fc.integer({ min: NOW - 2 * DAY_MS, max: NOW }),
      channel,
      by: fc.constant('us' as const),
    });
    fc.assert(
      fc.property(
        fc.array(touch, { maxLength: 30 }),
        fc.constantFrom('sms' as const, 'voice' as const),
        (touches, by) => {
          const told = (order: readonly Touch[]) =>
            leadCaps({ ...ask, channel: by, facts: { ...NOTHING_COUNTED, touches: order } });
          expect(told([...touches].reverse())).toEqual(told(touches));
        },
      ),
    );
  });

  test('the law’s limits have a source, and an unknown place the strictest of them', () => {
    const laws = [
      ['US', 'FL'],
      ['US', 'MD'],
      ['US', 'OK'],
      ['FR', null],
    ] as const;
    for (const [country, region] of laws) expect(attemptLimitsOf(country, region).source).not.toBe('');
    expect(attemptLimitsOf('US', 'CA')).toEqual({ day: null, month: null, source: '' });
    for (const country of ['US', null]) expect(attemptLimitsOf(country, null).day).toBe(3);
  });
});

describe('jitter', () => {
  test('lies between its bounds, and is the same for the same message', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{8,64}$/), (hash) => {
        const facts = { ...NOTHING_COUNTED, hash, sender: { warmDays: 0, lastSentAt: NOW, lastSlotAt: NOW } };
        const [wait] = jitterWait({ ...ask, facts });
        expect(wait!.until! - NOW).toBeGreaterThanOrEqual(60_000);
        expect(wait!.until! - NOW).toBeLessThan(180_000);
        expect(jitterWait({ ...ask, facts })).toEqual([wait]);
      }),
    );
  });
});

describe('warm-up', () => {
  test('never falls as a mailbox warms up, and never passes its own limit', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(40), fc.nat(10), fc.nat(10), (days, own, start, step) => {
        const of = (warmDays: number) => senderAllowance(own, { start, step }, warmDays).allowance!;
        expect(of(days + 1)).toBeGreaterThanOrEqual(of(days));
        expect(of(days)).toBeLessThanOrEqual(own);
      }),
    );
  });
});

describe('settings', () => {
  test('nothing said gives the defaults, and what is said only changes itself', () => {
    expect(sendLimitsSchema.parse({})).toEqual(DEFAULT_LIMITS);
    const said = sendLimitsSchema.parse({ sms: { leadDay: 2 }, canary: null, humanTouch: { days: 7 } });
    const { sms, humanTouch } = DEFAULT_LIMITS;
    expect(said).toEqual({
      ...DEFAULT_LIMITS,
      sms: { ...sms, leadDay: 2 },
      canary: null,
      humanTouch: { ...humanTouch, days: 7 },
    });
  });

  test.each([
    ['an unknown name', { sms: { perDay: 2 } }],
    ['a limit below nought', { email: { senderDay: -1 } }],
    ['a limit that is no whole number', { email: { senderDay: 1.5 } }],
    ['more to a person than is looked up', { sms: { leadMonth: 201 } }],
    ['a jitter that ends before it begins', { jitter: { fromSeconds: 61, toSeconds: 60 } }],
    ['a share above one', { canary: { messages: 25, hours: 2, bounceShare: 2, complaintShare: 0 } }],
    ['a canary of nobody', { canary: { messages: 0, hours: 2, bounceShare: 0.02, complaintShare: 0 } }],
  ])('%s is refused', (_what, settings) => {
    expect(sendLimitsSchema.safeParse(settings).success).toBe(false);
  });

  test('no limits means none', () => {
    const touches: Touch[] = [1, 2, 3, 4, 5].map((ago) => ({ at: NOW - ago, channel: 'email', by: 'us' }));
    const facts = { ...NOTHING_COUNTED, touches, accountTouches: touches, numberTouches: touches };
    const asked = { ...ask, facts, limits: NO_LIMITS };
    expect([...leadCaps(asked), ...sharedCaps(asked), ...jitterWait(asked)]).toEqual([]);
  });
});
