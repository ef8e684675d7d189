/** Laws of signals: the order of telling makes no difference, points only fade, and nothing rises on opens alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_KINDS, type LeadEvent } from '../event.ts';
import { thousandthsAt } from './decay.ts';
import { type Evidence, withEvidence } from './evidence.ts';
import { STANDARD_SIGNALS } from './rule.ts';
import { signalsAt } from './standing.ts';

const HOUR_MS = 3_600_000;
const RULES = Object.entries({
  ...STANDARD_SIGNALS,
  eager: { points: { opened: 40, clicked: 1 }, halfLifeDays: 3, rise: 50, fall: 20 },
}).map(([name, rule]) => ({ name, ...rule }));

const event = fc
  .record({
    id: fc.integer({ min: 0, max: 60 }),
    kind: fc.constantFrom(...EVENT_KINDS),
    hour: fc.integer({ min: 0, max: 2_000 }),
    verdict: fc.constantFrom('human', 'human', 'human', 'machine', 'unknown'),
    outcome: fc.constantFrom(null, 'interested', 'question', 'not-interested', 'call-back'),
  })
  .map(({ id, kind, hour, verdict, outcome }): LeadEvent => {
    const at = hour * HOUR_MS;
    const who = { workspaceId: 'w', leadId: 'l', campaignId: null, messageId: null };
    const untold = { direction: null, channel: null, text: null, origin: 'o', originId: `${id}` };
    // One id is one event: everything else follows from it.
    return {
      ...who,
      ...untold,
      id: `evt_${id}_${kind}_${hour}_${verdict}_${outcome}`,
      kind,
      at,
      recordedAt: at,
      verdict,
      outcome,
    };
  });
const events = fc.array(event, { maxLength: 80 });
const now = fc.integer({ min: 2_000, max: 4_000 }).map((hour) => hour * HOUR_MS);

test('events told in any order, any number of times, give the same bytes', () => {
  fc.assert(
    fc.property(events, fc.array(fc.integer({ min: 0, max: 79 })), now, (told, again, at) => {
      const repeats = again.flatMap((i) => told[i] ?? []);
      const other = [...told, ...repeats].reverse();
      expect(JSON.stringify(signalsAt(other, RULES, at))).toBe(JSON.stringify(signalsAt(told, RULES, at)));
    }),
  );
});

test('points never grow by themselves, and a fall comes when it was foretold', () => {
  fc.assert(
    fc.property(events, now, (told, at) => {
      for (const { name, points, isUp, fallsAt } of signalsAt(told, RULES, at)) {
        const later = signalsAt(told, RULES, (fallsAt ?? at) + HOUR_MS).find((one) => one.name === name);
        expect(later?.points).toBeLessThanOrEqual(points);
        expect(isUp).toBe(fallsAt !== null);
        if (fallsAt === null) continue;
        expect(later?.turns.at(-1)).toEqual({ to: 'down', at: fallsAt });
        expect(signalsAt(told, RULES, fallsAt - 1).find((one) => one.name === name)?.isUp).toBe(true);
      }
    }),
  );
});

test('rises and falls take turns, and nothing rises on opens or on machines alone', () => {
  fc.assert(
    fc.property(events, now, (told, at) => {
      for (const { turns } of signalsAt(told, RULES, at)) {
        expect(turns.map(({ to }) => to)).toEqual(turns.map((_, i) => (i % 2 === 0 ? 'up' : 'down')));
      }
      const weak = told.filter(({ kind, verdict }) => kind === 'opened' || verdict !== 'human');
      expect(signalsAt(weak, RULES, at).some(({ isUp }) => isUp)).toBe(false);
    }),
  );
});

test('more points at the same time never count less', () => {
  const piece = fc.record({ hour: fc.integer({ min: 0, max: 500 }), points: fc.integer({ min: 1, max: 1_000 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), piece, now, (pieces, more, at) => {
      const made = [...pieces, more].map(({ hour, points }, i): Evidence => {
        return { event: `e${i}`, kind: 'clicked', at: hour * HOUR_MS, points };
      });
      const rule = RULES[0];
      if (!rule) return;
      const sum = (list: readonly Evidence[]) =>
        thousandthsAt(list.reduce<readonly Evidence[]>(withEvidence, []), rule, at);
      expect(sum(made)).toBeGreaterThanOrEqual(sum(made.slice(0, -1)));
    }),
  );
});
