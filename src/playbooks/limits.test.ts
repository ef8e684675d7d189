import { describe, expect, test } from 'vitest';
import { diffPlaybooks } from '../domain/playbook/diff.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import { templateInspector } from '../render/inspect.ts';
import { checkPlaybook } from './check.ts';

/** A playbook of one sequence, with these lines in front of it. */
function checked(lines: string) {
  const yaml = `name: small
title: Small
score: { parts: { place: { rule: location, target: [DE] } } }
route: { hot: welcome }
${lines}
sequences:
  welcome:
    title: Welcome
    minGap: 20h
    window: { from: "09:00", to: "17:00" }
    steps:
      - { kind: email, day: 0, template: hello, late: { after: 4h, then: skip } }
      - { kind: email, day: 3, template: hello }
`;
  const files = { 'playbook.yaml': yaml, 'templates/hello.liquid': '---\nsubject: Hi\n---\nHello\n' };
  return checkPlaybook(files, { inspector: templateInspector, settings: {} });
}

function playbook(lines: string): Playbook {
  const { playbook: found, findings } = checked(lines);
  if (!found) throw new Error(JSON.stringify(findings));
  return found;
}

const told = (lines: string) =>
  checked(lines).findings.map(({ file, line, message, remedy }) => `${file}:${line} ${message} → ${remedy}`);

const LIMITS =
  'limits: { email: { leadDay: 1, campaignDay: 200 }, minGap: 48h, hours: { from: "10:00", to: "18:00" } }';

describe('limits of a playbook', () => {
  test('caps are kept, gap and hours are in every sequence', () => {
    const { limits, sequences } = playbook(LIMITS);
    expect(limits).toEqual({ email: { leadDay: 1, campaignDay: 200 } });
    expect(sequences.welcome).toMatchObject({ minGapHours: 48, window: { fromMinute: 600, toMinute: 1020 } });
  });

  test('they only tighten: a shorter gap and longer hours change nothing', () => {
    const loose = playbook('limits: { minGap: 1h, hours: { from: "06:00", to: "22:00" } }');
    expect(loose.sequences).toEqual(playbook('').sequences);
  });

  test('without them the playbook is what it was: not one key more', () => {
    expect(Object.keys(playbook('')).filter((key) => key === 'limits' || key === 'retries')).toEqual([]);
    expect(playbook('').hash).not.toBe(playbook(LIMITS).hash);
  });

  test('mistakes are told by file and line', () => {
    expect(told('limits: { email: { leadDay: 0 } }')).toEqual([
      expect.stringMatching(/^playbook\.yaml:5 limits\.email\.leadDay: 0 is out of range → Write a number more than/),
    ]);
    expect(told('limits: { mail: { leadDay: 1 } }')).toEqual([
      'playbook.yaml:5 there is no "mail" here → Did you mean "email"?',
    ]);
    expect(told('limits:\n  email: { leadDai: 1 }')).toEqual([
      'playbook.yaml:6 there is no "leadDai" here → Did you mean "leadDay"?',
    ]);
    expect(told('limits: { hours: { from: "18:00", to: "10:00" } }')).toEqual([
      'playbook.yaml:5 limits.hours.to: the hours end before they begin → Make `to` later than `from`.',
    ]);
    expect(told('limits: { minGap: 2 weeks }')).toEqual([
      'playbook.yaml:5 limits.minGap: not a duration → Write hours or days, such as 20h or 3d.',
    ]);
  });

  test('hours in which a sequence never sends are a mistake', () => {
    expect(told('limits: { hours: { from: "17:00", to: "20:00" } }')).toEqual([
      'playbook.yaml:5 within these hours sequence "welcome" never sends: its window is 09:00 to 17:00 → Let hours and window overlap.',
    ]);
  });

  test('a difference is told', () => {
    expect(diffPlaybooks(playbook(''), playbook('limits: { email: { leadDay: 1 } }'))).toEqual([
      'Limits, email: lead day was nothing, is now 1.',
    ]);
  });
});

describe('retries of a playbook', () => {
  test('they are read by channel', () => {
    expect(playbook('retries: { email: { waits: [1m, 2h], giveUp: 1d } }').retries).toEqual({
      email: { waitsMs: [60_000, 7_200_000], giveUpMs: 86_400_000 },
    });
  });

  test('mistakes are told by file and line', () => {
    expect(told('retries: { email: { waits: [1m, soon] } }')).toEqual([
      'playbook.yaml:5 retries.email.waits[1]: not a duration → Write minutes, hours or days: 5m, 2h, 3d.',
    ]);
    expect(told('retries: { email: { waits: [25h] } }')).toEqual([
      'playbook.yaml:5 retries.email.waits[0]: too long → Write at most 24h.',
    ]);
  });
});

describe('a step that comes late', () => {
  test('has a policy of its own, or that of its sequence', () => {
    const [own, other] = playbook('').sequences.welcome?.steps ?? [];
    expect([own, other]).toEqual([
      expect.objectContaining({ late: { afterHours: 4, then: 'skip' } }),
      expect.not.objectContaining({ late: expect.anything() }),
    ]);
  });
});
