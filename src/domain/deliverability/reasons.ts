/** Reason codes of senders: what came back of their mails, and what DNS says of their domains. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Rows of deliverability in the one table of reason codes. */
export const DELIVERABILITY_REASONS = {
  'sender-bounces': {
    says: 'Too many of the sender’s e-mails came back for good, or because of it.',
    remedy: 'Find out where the addresses came from; then: rekindle sender resume.',
  },
  'sender-complaints': {
    says: 'Too many people reported the sender’s e-mails as spam.',
    remedy: 'Find out who was written to, and why they did not want it; then: rekindle sender resume.',
  },
  'sender-stopped': {
    says: 'The sender is stopped: too much of what it sent came back.',
    remedy: 'See rekindle sender list; a person lets it go on: rekindle sender resume.',
  },
} as const satisfies ReasonTable;
