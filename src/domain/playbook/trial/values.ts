/**
 * What of a playbook may be tried with another value for one run (directives/trial-values.md): waits between steps, gaps, windows, caps.
 * Owns their names and how they are written; `trial.ts` puts others in their place.
 */
import type { ChannelLimits } from '../../consent/pace/send-limits.ts';
import { clockText } from '../format/duration.ts';
import { type Playbook, type SendWindow, type Sequence, type Step, sends } from '../playbook.ts';

/** What a value is: a number of days or hours, a time of day, weekdays, a word, or a count; each as playbook.yaml writes it. */
export type TrialKind = 'wait' | 'gap' | 'time' | 'days' | 'holidays' | 'cap';

/** One value that may be tried, as it is. */
export interface TrialValue {
  /** `steps.hot.email-3.wait`, `sequences.hot.window.from`, `limits.email.campaignDay`. */
  readonly name: string;
  readonly kind: TrialKind;
  /** Name of the sequence and id of the step that it is of; null = of none. */
  readonly sequence: string | null;
  readonly step: string | null;
  /** As it is written; `none` = no limit. */
  readonly value: string;
}

/** Weekdays from Monday on, as they are written. */
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Caps of a channel, in the order in which they are told. */
export const CAPS = [
  ...['leadDay', 'leadMonth', 'accountDay', 'campaignDay', 'senderDay', 'sendingDomainDay', 'recipientDomainDay'],
] as readonly (keyof ChannelLimits)[];
/** What stands for no limit. */
export const NO_LIMIT = 'none';
const HOURS_PER_DAY = 24;

/** Every value of a playbook that may be tried, in the order of its sequences and steps. */
export function trialValues(playbook: Omit<Playbook, 'hash'>): readonly TrialValue[] {
  return [...Object.values(playbook.sequences).flatMap(ofSequence), ...caps(playbook)];
}

function ofSequence(sequence: Sequence): readonly TrialValue[] {
  const { name, steps, window, minGapHours } = sequence;
  const written = writtenWindow(window);
  const ofWindow = (['days', 'from', 'to', 'holidays'] as const).map((key) => ({
    ...{ name: `sequences.${name}.window.${key}`, sequence: name, step: null },
    kind: key === 'from' || key === 'to' ? ('time' as const) : key,
    value: String(written[key]),
  }));
  return [
    ...steps.map((step, at) => waitValue(name, step, steps[at - 1])),
    {
      ...{ name: `sequences.${name}.minGap`, kind: 'gap', sequence: name, step: null },
      value: hoursText(minGapHours),
    },
    ...ofWindow,
  ];
}

function waitValue(sequence: string, step: Step, before: Step | undefined): TrialValue {
  const value =
    step.kind === 'wait' && step.forHours !== undefined ? hoursText(step.forHours) : `${waitDays(step, before)}d`;
  return { name: `steps.${sequence}.${step.id}.wait`, kind: 'wait', sequence, step: step.id, value };
}

/** Days from the step before it, or from enrollment. */
export function waitDays(step: Pick<Step, 'day'>, before: Pick<Step, 'day'> | undefined): number {
  return step.day - (before?.day ?? 0);
}

/** A window as playbook.yaml has it. */
export function writtenWindow({ days, fromMinute, toMinute, skipHolidays, fallbackZone }: SendWindow) {
  return {
    days: days.map((day) => WEEKDAYS[day - 1] ?? ''),
    from: clockText(fromMinute),
    to: clockText(toMinute),
    holidays: skipHolidays ? 'skip' : 'send',
    zone: fallbackZone,
  };
}

/** `3d` where it is whole days, else `20h`. */
function hoursText(hours: number): string {
  return hours > 0 && hours % HOURS_PER_DAY === 0 ? `${hours / HOURS_PER_DAY}d` : `${hours}h`;
}

/** Channels by which a playbook sends. */
export function channelsOf({ sequences }: Pick<Playbook, 'sequences'>): readonly ('email' | 'sms' | 'voice')[] {
  const kinds = new Set(Object.values(sequences).flatMap(({ steps }) => steps.filter(sends).map(({ kind }) => kind)));
  return (['email', 'sms', 'voice'] as const).filter((channel) => kinds.has(channel));
}

function caps(playbook: Omit<Playbook, 'hash'>): readonly TrialValue[] {
  return channelsOf(playbook).flatMap((channel) =>
    CAPS.map((cap) => ({
      ...{ name: `limits.${channel}.${cap}`, kind: 'cap' as const, sequence: null, step: null },
      value: String(playbook.limits?.[channel]?.[cap] ?? NO_LIMIT),
    })),
  );
}
