/** How limits are written in playbook.yaml, and what they make of its sequences. They tighten; nothing here can loosen. */
import { z } from 'zod';
import type { ChannelLimits } from '../../consent/pace/send-limits.ts';
import type { PlaybookLimits } from '../../consent/pace/tighten.ts';
import { LIMITS } from '../../limits.ts';
import type { SendWindow, Sequence } from '../playbook.ts';
import type { Problem } from '../problem.ts';
import { clockText, durationHours, minuteOfDay } from './duration.ts';
import type { SequenceSource } from './sequence.ts';

const perPerson = z.int().min(1).max(LIMITS.gateTouches).optional();
const perDay = z.int().min(1).max(LIMITS.sendsPerDay).optional();

const channel = z
  .strictObject({
    leadDay: perPerson.describe('Most messages to one lead a day.'),
    leadMonth: perPerson.describe('Most messages to one lead in any 30 days.'),
    accountDay: perPerson.describe('Most messages to all leads of one account a day.'),
    campaignDay: perDay.describe('Most messages of the campaign a day (UTC).'),
    senderDay: perDay.describe('Most messages from one mailbox or number a day.'),
    sendingDomainDay: perDay.describe('Most messages from all mailboxes of one domain a day.'),
    recipientDomainDay: perDay.describe('Most messages to one domain of theirs a day.'),
  })
  .optional();

/** Limits as written. */
export const limitsSchema = z
  .strictObject({
    email: channel,
    sms: channel,
    voice: channel,
    minGap: durationHours.optional().describe('Least time between two messages to one lead, in every sequence.'),
    hours: z
      .strictObject({
        from: minuteOfDay.describe('Earliest local time, included.'),
        to: minuteOfDay.describe('Latest local time, not included.'),
      })
      .refine(({ from, to }) => from < to, {
        path: ['to'],
        error: 'the hours end before they begin\nMake `to` later than `from`.',
      })
      .optional()
      .describe(
        'Local times outside of which nothing leaves, whatever the windows of the sequences and the law allow.',
      ),
  })
  .describe('Limits beside those of the workspace; of each the stricter holds, so that they tighten and never loosen.');

/** Limits as read. */
export type LimitsSource = z.output<typeof limitsSchema>;

/** Caps, which are asked when a message leaves. */
export function capsOf({ email, sms, voice }: LimitsSource): PlaybookLimits {
  const said = Object.entries({ email, sms, voice }).flatMap(([name, caps]) =>
    caps === undefined ? [] : [[name, caps as Partial<ChannelLimits>] as const],
  );
  return Object.fromEntries(said);
}

/** A sequence within the limits: the longer gap, and the hours that both allow. */
export function within(sequence: Sequence, { minGap = 0, hours }: LimitsSource): Sequence {
  const minGapHours = Math.max(sequence.minGapHours, minGap);
  return { ...sequence, minGapHours, window: hours === undefined ? sequence.window : narrowed(sequence.window, hours) };
}

function narrowed(window: SendWindow, { from, to }: NonNullable<LimitsSource['hours']>): SendWindow {
  return { ...window, fromMinute: Math.max(window.fromMinute, from), toMinute: Math.min(window.toMinute, to) };
}

/** A sequence whose window and the limits' hours have no minute in common would never send. */
export function checkLimits(
  { hours }: LimitsSource,
  sequences: Readonly<Record<string, SequenceSource>>,
): readonly Problem[] {
  if (hours === undefined) return [];
  return Object.entries(sequences).flatMap(([name, { window }]) => {
    const { fromMinute, toMinute } = narrowed(window, hours);
    if (fromMinute < toMinute) return [];
    const open = `${clockText(window.fromMinute)} to ${clockText(window.toMinute)}`;
    return [
      {
        at: ['limits', 'hours'],
        code: 'limits-never-open',
        message: `within these hours sequence "${name}" never sends: its window is ${open}`,
        remedy: 'Let hours and window overlap.',
      },
    ];
  });
}
