/**
 * What somebody means who opts out on our page. Pure; the rule is directives/opt-out-choice.md. Owns the choices; what follows from
 * one is `domain/sequence/reaction`.
 */
import { EVERY_WAY, THIS_CAMPAIGN, THIS_CHANNEL } from '../event.ts';

/** What the page of choices offers, in its order. */
export const OPT_OUT_CHOICES = ['campaign', 'email', 'phone', 'everything'] as const;
/** One of them. */
export type OptOutChoice = (typeof OPT_OUT_CHOICES)[number];

/** Under which message it was said. */
export interface OptOutPlace {
  /** Way that the message came by. */
  readonly by: string;
  /** Null = of none, or not known. */
  readonly campaignId: string | null;
}

/** An opt-out as its event tells it. */
export interface OptOutMeaning {
  /** What it came to, for who asked. */
  readonly what: OptOutChoice;
  readonly channel: 'email' | 'sms';
  readonly outcome: string | null;
  readonly campaignId: string | null;
}

/** `said`: what was chosen, any text; null = nothing, it was the button. */
export function optOutMeaning(said: string | null, { by, campaignId }: OptOutPlace): OptOutMeaning {
  const channel = by === 'sms' || by === 'voice' ? 'sms' : 'email';
  const of = { campaignId: null, channel } as const;
  if (said === 'everything') return { ...of, what: 'everything', outcome: EVERY_WAY };
  if (said === 'phone') return { ...of, what: 'phone', channel: 'sms', outcome: THIS_CHANNEL };
  if (said === 'campaign' && campaignId !== null) {
    return { campaignId, what: 'campaign', channel: 'email', outcome: THIS_CAMPAIGN };
  }
  if (said === 'email' || channel === 'email') {
    return { ...of, what: 'email', channel: 'email', outcome: THIS_CHANNEL };
  }
  return { ...of, what: 'phone', outcome: null };
}
