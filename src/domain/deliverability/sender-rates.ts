/**
 * Whether a mailbox, or a domain, goes on sending, by what came back of what it sent lately. Pure; the rule is
 * directives/sender-rates.md. Owns thresholds and floors; counting is the store's, stopping the engine's.
 */
import type { Reason } from '../reason.ts';

/** Days that are looked at, today among them. */
export const RATE_DAYS = 7;

/** E-mails of one mailbox, or of all mailboxes of one domain, in these days. */
export interface SenderCounts {
  readonly scope: 'sender' | 'sending-domain';
  readonly sent: number;
  /** That came back for good, or because of us. */
  readonly bounced: number;
  readonly complained: number;
}

/** From when on what came back says something, and how much of it stops a sender. */
export interface Threshold {
  /** Fewer messages than this, or fewer that came back than that, say nothing. */
  readonly sent: number;
  readonly count: number;
  /** In thousandths; above it nothing more is sent. */
  readonly most: number;
}

/**
 * Source: Amazon SES reviews accounts from 5 % bounces and .1 % complaints on; Google asks senders to keep reported spam below .1 % and
 * never to reach .3 % (support.google.com/a/answer/81126). The floors are our own: of few messages one says nothing.
 */
const THRESHOLDS: Readonly<Record<SenderCounts['scope'], Readonly<Record<'bounced' | 'complained', Threshold>>>> = {
  sender: { bounced: { sent: 50, count: 5, most: 50 }, complained: { sent: 100, count: 2, most: 3 } },
  'sending-domain': { bounced: { sent: 100, count: 10, most: 50 }, complained: { sent: 500, count: 3, most: 3 } },
};

/** What stops a mailbox or a domain, for whoever looks at it. */
export function thresholdsOf(scope: SenderCounts['scope']): Readonly<Record<'bounced' | 'complained', Threshold>> {
  return THRESHOLDS[scope];
}

/** Why it stops; null = it goes on. A complaint says more than a bounce. */
export function stopSender({ scope, sent, ...counts }: SenderCounts): Reason | null {
  for (const kind of ['complained', 'bounced'] as const) {
    const { sent: floor, count, most } = THRESHOLDS[scope][kind];
    const back = counts[kind];
    if (sent < floor || back < count || back * 1_000 <= sent * most) continue;
    const code = kind === 'bounced' ? 'sender-bounces' : 'sender-complaints';
    return { code, facts: { count: back, sent, days: RATE_DAYS } };
  }
  return null;
}
