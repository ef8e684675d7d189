/**
 * The only gate: whether a message may leave now. Asked when a step is decided, and again in the transaction that writes
 * `sending`. Owns the order of the questions (directives/gate.md): what forbids for good first, what is missing next,
 * what only waits last. Every answer but `send` names its reasons. Pure; the facts come from the store.
 */
import { type CallingPlace, isQuiet } from '../calendar/quiet-hours.ts';
import { nextInWindow, type OpeningHours } from '../calendar/window.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import type { Permission } from './permission.ts';
import type { ConsentReason } from './reasons.ts';
import type { Channel } from './regimes.ts';
import type { FoundSuppression } from './suppression.ts';

/** A limit on messages with its counter as it stands. */
export interface Cap {
  /** `lead-day`, `account-day`, `sender-day`, `domain-hour` …: shown to people. */
  readonly name: string;
  readonly count: number;
  readonly limit: number;
  /** When the counter starts anew, epoch milliseconds. */
  readonly resetsAt: number;
}

/** What every live e-mail must carry; empty text or null = missing. */
export interface MailIdentity {
  readonly senderName: string;
  readonly senderAddress: string;
  readonly postalAddress: string;
  /** Whether the message shows its reader how to opt out. */
  readonly visibleOptOut: boolean;
  /** HTTPS address for one-click opt-out (RFC 8058). */
  readonly oneClickUrl: string | null;
}

/** Everything the gate looks at. Times in epoch milliseconds. */
export interface GateInput {
  readonly now: number;
  readonly channel: Channel;
  /** False in a dry workspace and in a simulation: nothing reaches a person, so no identity is asked for. */
  readonly live: boolean;
  readonly recipient: {
    readonly address: string | null;
    /** What verification says of it; null = not asked. Only `undeliverable` refuses. */
    readonly verdict: 'deliverable' | 'plausible' | 'risky' | 'undeliverable' | 'unknown' | null;
  };
  /** The zone messages are timed by; `place.zones` are all it may be in. */
  readonly zone: string;
  readonly place: CallingPlace;
  readonly permission: Permission;
  /** The refusal that concerns this channel (`isSuppressed`), or null. */
  readonly suppression: FoundSuppression | null;
  readonly window: OpeningHours;
  readonly caps: readonly Cap[];
  /** End of the minimum gap since the last touch; null = no touch yet. */
  readonly notBefore: number | null;
  /** Asked for live e-mail only. */
  readonly identity: MailIdentity;
}

/** The answer. `until` null = until somebody changes what the reasons name. */
export type GateAnswer =
  | { readonly verdict: 'send' }
  | { readonly verdict: 'hold'; readonly until: number | null; readonly reasons: readonly Reason[] }
  | { readonly verdict: 'refuse'; readonly reasons: readonly Reason[] };

const SEND: GateAnswer = { verdict: 'send' };

/**
 * Asks every question in order. A refusal ends it; all holds are told together, until the first moment at which, by
 * what is known now, nothing would hold any more. Costs about 1 µs.
 */
export function askGate(input: GateInput): GateAnswer {
  const refused = refusals(input);
  if (refused.length > 0) return { verdict: 'refuse', reasons: refused };
  if (input.permission.verdict === 'hold') {
    return { verdict: 'hold', until: input.permission.until, reasons: input.permission.reasons };
  }
  const waits = [...gapWait(input), ...capWaits(input)];
  const free = Math.max(input.now, ...waits.map(({ until }) => until));
  const opening = firstOpening(input, free);
  const reasons = [...waits.map(({ reason }) => reason), ...opening.reasons];
  return reasons.length === 0 ? SEND : { verdict: 'hold', until: opening.at, reasons };
}

/** Reasons of the first question that forbids; none where all let it pass. */
function refusals(input: GateInput): readonly Reason[] {
  const { suppression, recipient, permission, channel } = input;
  if (suppression !== null) return [suppressed(suppression)];
  if (recipient.address === null) return [because('no-address', { channel })];
  if (recipient.verdict === 'undeliverable') return [because('address-undeliverable')];
  if (permission.verdict === 'refuse') return permission.reasons;
  return channel === 'email' && input.live ? missingSettings(input.identity) : [];
}

function suppressed({ kind, channel, reason }: FoundSuppression): Reason {
  return because('suppressed', { kind, channel, because: reason });
}

/**
 * Source: RFC 8058 (one-click), 15 U.S.C. 7704(a)(5) (postal address, visible opt-out), RFC 5322 (From); the large
 * mailbox providers ask the same of bulk senders.
 */
function missingSettings(identity: MailIdentity): readonly Reason[] {
  const { senderName, senderAddress, postalAddress, visibleOptOut, oneClickUrl } = identity;
  const present: Readonly<Record<string, boolean>> = {
    'sender.name': senderName.trim() !== '',
    'sender.address': senderAddress.trim() !== '',
    'sender.postalAddress': postalAddress.trim() !== '',
    'message.visibleOptOut': visibleOptOut,
    publicUrl: oneClickUrl?.startsWith('https://') === true,
  };
  return Object.keys(present).flatMap((setting) => (present[setting] ? [] : [because('setting-missing', { setting })]));
}

interface Wait {
  readonly until: number;
  readonly reason: Reason;
}

function gapWait({ now, notBefore }: GateInput): readonly Wait[] {
  return notBefore !== null && notBefore > now ? [{ until: notBefore, reason: { code: 'min-gap' } }] : [];
}

function capWaits({ caps }: GateInput): readonly Wait[] {
  return caps
    .filter(({ count, limit }) => count >= limit)
    .map(({ name, count, limit, resetsAt }) => ({
      until: resetsAt,
      reason: because('cap-reached', { cap: name, count, limit }),
    }));
}

/** First moment ≥ `free` that the window and the quiet hours both allow; null where they never do. */
function firstOpening(
  input: GateInput,
  free: number,
): { readonly at: number | null; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = [];
  let from = free;
  for (let round = 0; round < LIMITS.gateRounds; round++) {
    const { at, reasons: moved } = nextInWindow(from, input.zone, input.window, input.place);
    tell(moved, reasons);
    if (at === null) return { at, reasons };
    const quiet = isQuiet(at, input.channel, input.place);
    if (!quiet.quiet) return { at, reasons };
    tell(quiet.reasons, reasons);
    if (quiet.until === null) return { at: null, reasons };
    from = quiet.until;
  }
  return { at: null, reasons };
}

/** Going back and forth gives the same reasons again; each is told once. */
function tell(more: readonly Reason[], told: Reason[]): void {
  for (const reason of more) if (!told.some(({ code }) => code === reason.code)) told.push(reason);
}

function because(code: ConsentReason, facts?: Reason['facts']): Reason {
  return facts === undefined ? { code } : { code, facts };
}
