/** How signals are written in playbook.yaml, and the rules they become. Owns the words of that section. */
import { z } from 'zod';
import { EVENT_OUTCOMES, type EventKind } from '../event.ts';
import { LIMITS } from '../limits.ts';
import { durationDays } from '../playbook/format/duration.ts';
import type { SignalRule } from './rule.ts';
import { STANDARD_SIGNALS } from './rule.ts';

const MOST_POINTS = 1_000;
/** Kinds that say something of a lead's interest. */
const KINDS = ['clicked', 'replied', 'booked', 'converted', 'call-completed', 'human-touch', 'class'] as const;

const outcomesOf = (kind: EventKind) => (EVENT_OUTCOMES[kind] ?? []).map((outcome) => `${kind}:${outcome}`);
const EARNERS: readonly string[] = [...KINDS, ...KINDS.flatMap(outcomesOf)];

const signal = z
  .strictObject({
    points: z
      .partialRecord(z.enum(EARNERS), z.int().min(0).max(MOST_POINTS))
      .describe('Points by event, replied, or by event and outcome, replied:interested. An open earns nothing.'),
    halfLife: durationDays
      .refine((days) => days >= 1, { error: 'points must last a while\nWrite at least 1d.' })
      .prefault('14d')
      .describe('Days in which points lose half of what they still count.'),
    rise: z.int().min(1).describe('The signal rises when its points reach this.'),
    fall: z.int().min(1).describe('It falls when they are below this.'),
  })
  .refine(({ rise, fall }) => fall < rise, {
    path: ['fall'],
    error: 'a signal must fall below where it rises\nMake `fall` less than `rise`.',
  });

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'not a name\nUse small letters, digits and hyphens: hot.' });

const STANDARD = Object.fromEntries(
  Object.entries(STANDARD_SIGNALS).map(([key, { halfLifeDays, ...rest }]) => [
    key,
    { ...rest, halfLife: `${halfLifeDays}d` },
  ]),
);

/** The section `signals`. */
export const signalsSchema = z
  .record(name, signal)
  .refine((all) => Object.keys(all).length <= LIMITS.signals, {
    error: `there are too many signals\nKeep at most ${LIMITS.signals}.`,
  })
  .prefault(STANDARD);

/** The rules that the section becomes, in order of their names. */
export function signalRules(source: z.output<typeof signalsSchema>): readonly SignalRule[] {
  return Object.entries(source)
    .map(([key, { points, halfLife, rise, fall }]) => ({
      name: key,
      points: points as Readonly<Record<string, number>>,
      halfLifeDays: halfLife,
      rise,
      fall,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
