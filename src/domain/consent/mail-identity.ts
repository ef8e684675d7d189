/**
 * What every live e-mail must carry (directives/can-spam.md): who writes, where they can be reached, how to say no.
 * Owns the list; whether a message is live is the gate's.
 */
import type { Reason } from '../reason.ts';
import type { ConsentReason } from './reasons.ts';

/** What a live e-mail carries; empty text or null = missing. */
export interface MailIdentity {
  readonly senderName: string;
  readonly senderAddress: string;
  readonly postalAddress: string;
  /** Whether the message shows its reader how to opt out. */
  readonly visibleOptOut: boolean;
  /** HTTPS address for one-click opt-out (RFC 8058). */
  readonly oneClickUrl: string | null;
}

/**
 * A reason for each thing that is missing; none where all is there.
 * Source: 15 U.S.C. 7704(a)(1) (who writes), (a)(3) and (a)(5) (visible opt-out, postal address); CASL, s. 6(2); Directive
 * 2002/58/EC, art. 13(4); RFC 8058 (one-click), which the large mailbox providers ask of bulk senders; RFC 5322 (From).
 */
export function missingFrom(identity: MailIdentity): readonly Reason[] {
  const { senderName, senderAddress, postalAddress, visibleOptOut, oneClickUrl } = identity;
  const present: Readonly<Record<string, boolean>> = {
    'sender.name': senderName.trim() !== '',
    'sender.address': senderAddress.trim() !== '',
    'sender.postalAddress': postalAddress.trim() !== '',
    'message.visibleOptOut': visibleOptOut,
    publicUrl: oneClickUrl?.startsWith('https://') === true,
  };
  return Object.keys(present).flatMap((setting) =>
    present[setting] ? [] : [{ code: 'setting-missing' satisfies ConsentReason, facts: { setting } }],
  );
}
