/** Limits on sending as YAML or JSON settings: the shape of `SendLimits`, every part with its default. Owns the shape. */
import { z } from 'zod';
import { isZone } from '../../calendar/zone-span.ts';
import { LIMITS } from '../../limits.ts';
import { type Canary, type ChannelLimits, DEFAULT_LIMITS, type Jitter, type SendLimits } from './send-limits.ts';

const count = (most: number) => z.int().min(0).max(most);
/** A limit on a person is looked up among their touches, of which so many are kept at hand. */
const perPerson = count(LIMITS.gateTouches).nullable();
const perDay = count(LIMITS.sendsPerDay).nullable();
const share = z.number().min(0).max(1);
const hours = z.number().min(0).max(LIMITS.gapHours);
const seconds = z.number().min(0).max(LIMITS.jitterSeconds);

function channelSchema(defaults: ChannelLimits) {
  return z
    .strictObject({
      leadDay: perPerson.default(defaults.leadDay).describe('Most messages to one lead a day; null = no limit'),
      leadMonth: perPerson.default(defaults.leadMonth).describe('… in any 30 days'),
      accountDay: perPerson.default(defaults.accountDay).describe('… to all leads of one account a day'),
      campaignDay: perDay.default(defaults.campaignDay).describe('Most messages of one campaign a day of the zone'),
      senderDay: perDay.default(defaults.senderDay).describe('… from one mailbox or number'),
      sendingDomainDay: perDay.default(defaults.sendingDomainDay).describe('… from all mailboxes of one domain'),
      recipientDomainDay: perDay.default(defaults.recipientDomainDay).describe('… to one domain of theirs'),
    })
    .prefault({});
}

const jitterSchema = z
  .strictObject({ fromSeconds: seconds, toSeconds: seconds })
  .refine(({ fromSeconds, toSeconds }: Jitter) => fromSeconds <= toSeconds, {
    error: 'toSeconds is less than fromSeconds',
  });

const canarySchema = z.strictObject({
  messages: z.int().min(1).max(LIMITS.canaryMessages),
  hours,
  bounceShare: share,
  complaintShare: share,
});

/** Limits on sending; yields `SendLimits`. What is left out is as in `DEFAULT_LIMITS`; null switches a rule off. */
export const sendLimitsSchema: z.ZodType<SendLimits> = z
  .strictObject({
    email: channelSchema(DEFAULT_LIMITS.email),
    sms: channelSchema(DEFAULT_LIMITS.sms),
    voice: channelSchema(DEFAULT_LIMITS.voice),
    minGapHours: hours.default(DEFAULT_LIMITS.minGapHours).describe('Least time between two touches of one lead'),
    warmUp: z
      .strictObject({ start: count(LIMITS.sendsPerDay), step: count(LIMITS.sendsPerDay) })
      .nullable()
      .default(DEFAULT_LIMITS.warmUp)
      .describe('E-mails of a mailbox on its first day, and more on each day after; null = it is warm'),
    jitter: jitterSchema
      .nullable()
      .default(DEFAULT_LIMITS.jitter)
      .describe('Time between two e-mails of one mailbox; null = none'),
    canary: canarySchema
      .nullable()
      .default(DEFAULT_LIMITS.canary satisfies Canary | null)
      .describe('The first messages of a campaign, which the others wait for; null = none'),
    humanTouch: z
      .strictObject({
        then: z.enum(['hold', 'count']).default(DEFAULT_LIMITS.humanTouch.then),
        days: count(LIMITS.windowSearchDays).nullable().default(DEFAULT_LIMITS.humanTouch.days),
      })
      .prefault({})
      .describe('What a touch by a person or another tool does to the sequence'),
    zone: z
      .string()
      .refine(isZone)
      .default(DEFAULT_LIMITS.zone)
      .describe('Where the day of a mailbox, a domain and a campaign begins at midnight'),
  })
  .prefault({});
