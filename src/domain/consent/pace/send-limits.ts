/**
 * How much and how fast may be sent: the shape of these settings, with their defaults. Owns no rule; each is in the file
 * of its name. As YAML: `send-limits-schema.ts`.
 */

/** Most messages by one channel; null = no limit of ours. */
export interface ChannelLimits {
  /** To one lead. A day is the lead's own for e-mail, any 24 hours for texts and calls; a month is any 30 days. */
  readonly leadDay: number | null;
  readonly leadMonth: number | null;
  /** To all leads of one account, or to a lead without one. */
  readonly accountDay: number | null;
  /** Of one campaign; these and the following are by the day of `SendLimits.zone`. */
  readonly campaignDay: number | null;
  /** From one mailbox or number. */
  readonly senderDay: number | null;
  /** From all mailboxes of one domain. */
  readonly sendingDomainDay: number | null;
  /** From one of our domains to one domain of theirs. */
  readonly recipientDomainDay: number | null;
}

/** What a sender's first days are like: `start` messages on the first, `step` more on each day after one it sent on. */
export interface WarmUp {
  readonly start: number;
  readonly step: number;
}

/** Time between two e-mails of one sender, seconds: at least `from`, less than `to`. */
export interface Jitter {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** The first messages of a campaign, which all others wait for. */
export interface Canary {
  readonly messages: number;
  /** From the last of them on. */
  readonly hours: number;
  /** Shares of `messages` (0–1) that are still borne. */
  readonly bounceShare: number;
  readonly complaintShare: number;
}

/** What a touch by a person or another tool does to the sequence: hold it for so many days, or count only. */
export interface HumanTouch {
  readonly then: 'hold' | 'count';
  /** Null = until somebody lets it go on. */
  readonly days: number | null;
}

/** Limits on sending. */
export interface SendLimits {
  readonly email: ChannelLimits;
  readonly sms: ChannelLimits;
  /** Calls by people and by artificial voices together. */
  readonly voice: ChannelLimits;
  /** Least time between two touches of one lead, by whatever channel and whoever made them. */
  readonly minGapHours: number;
  /** E-mail only; null = the mailbox is warm. */
  readonly warmUp: WarmUp | null;
  /** E-mail only; null = none. */
  readonly jitter: Jitter | null;
  readonly canary: Canary | null;
  readonly humanTouch: HumanTouch;
  /** IANA name: where the day of a mailbox, a domain and a campaign begins and ends at midnight. */
  readonly zone: string;
}

/** Name of the setting of a workspace that holds its limits. */
export const LIMITS_SETTING = 'sendLimits';

/** The zone by whose days a workspace counts, of its settings. */
export function zoneOfDays(settings: Readonly<Record<string, unknown>>): string {
  const limits = settings[LIMITS_SETTING] as Partial<SendLimits> | undefined;
  return limits?.zone ?? DEFAULT_LIMITS.zone;
}

const NO_CHANNEL_LIMITS: ChannelLimits = {
  leadDay: null,
  leadMonth: null,
  accountDay: null,
  campaignDay: null,
  senderDay: null,
  sendingDomainDay: null,
  recipientDomainDay: null,
};

/** No limit at all; for what asks the gate for consent alone. The law's own limits on calls are asked even so. */
export const NO_LIMITS: SendLimits = {
  email: NO_CHANNEL_LIMITS,
  sms: NO_CHANNEL_LIMITS,
  voice: NO_CHANNEL_LIMITS,
  minGapHours: 0,
  warmUp: null,
  jitter: null,
  canary: null,
  humanTouch: { then: 'count', days: null },
  zone: 'UTC',
};

/**
 * The limits of a new workspace. Five mailboxes share a domain at most; a fifth of what makes a domain a bulk sender goes
 * to one provider.
 * Source: Google counts as bulk senders whoever sends close to 5,000 messages to personal Gmail accounts within 24 hours,
 * by domain, for ever (Email sender guidelines FAQ, support.google.com/a/answer/14229414). Three calls in 24 hours: see
 * `calendar/data/quiet-hours.json`. The others are our own caution.
 */
export const DEFAULT_LIMITS: SendLimits = {
  email: { ...NO_CHANNEL_LIMITS, accountDay: 1, senderDay: 30, sendingDomainDay: 150, recipientDomainDay: 1_000 },
  sms: { ...NO_CHANNEL_LIMITS, leadDay: 3, leadMonth: 20 },
  voice: { ...NO_CHANNEL_LIMITS, leadDay: 3, leadMonth: 20 },
  minGapHours: 20,
  warmUp: { start: 5, step: 5 },
  jitter: { fromSeconds: 60, toSeconds: 180 },
  canary: { messages: 25, hours: 2, bounceShare: 0.02, complaintShare: 0.001 },
  // A touch by others holds a sequence as its playbook says (`reactions:`); the gate need not hold it a second time.
  humanTouch: { then: 'count', days: null },
  zone: 'UTC',
};
