/**
 * The only gate: whether a message may leave now. Asked when a step is decided, and again in the transaction that writes
 * `sending`. Owns the order of the questions (directives/gate.md): what forbids for good first, what is missing next,
 * what only waits last. Every answer but `send` names its reasons. Pure; the facts come from the store.
 */
import { type CallingPlace, isQuiet } from '../calendar/quiet-hours.ts';
import { nextInWindow, type OpeningHours } from '../calendar/window.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { type MailIdentity, missingFrom } from './mail-identity.ts';
import { canaryWait } from './pace/canary.ts';
import { leadCaps, sharedCaps } from './pace/caps.ts';
import type { PaceAsk, Wait } from './pace/facts.ts';
import { gapWait } from './pace/gap.ts';
import { humanTouchWait } from './pace/human-touch.ts';
import { jitterWait } from './pace/jitter.ts';
import type { Permission } from './permission.ts';
import type { ConsentReason } from './reasons.ts';
import type { FoundSuppression } from './suppression.ts';

/** Everything the gate looks at: `facts` are what was counted, `limits` what it is held against. */
export interface GateInput extends PaceAsk {
  /**
   * bulk: what a sequence or a campaign sends, and the meaning where absent · reply: an answer to what the person has just
   * said, which waits for nothing that only paces campaigns · hand: a mail that a person writes unasked, which waits for every limit, and
   * for nothing by which a program spaces what it sends of itself.
   */
  readonly lane?: 'bulk' | 'reply' | 'hand';
  /** False in a dry workspace and in a simulation: nothing reaches a person, so no identity is asked for. */
  readonly live: boolean;
  readonly recipient: {
    readonly address: string | null;
    /** What verification says of it; null = not asked. Only `undeliverable` refuses. */
    readonly verdict: 'deliverable' | 'plausible' | 'risky' | 'undeliverable' | 'unknown' | null;
  };
  /** Where the lead is; `place.zones` are all it may be in, and `zone` the one that messages are timed by. */
  readonly place: CallingPlace;
  readonly permission: Permission;
  /** The refusal that concerns this channel (`isSuppressed`), or null. */
  readonly suppression: FoundSuppression | null;
  readonly window: OpeningHours;
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
  const waits = waitsOf(input);
  const free = freeFrom(input.now, waits);
  const opening = free === null ? STAYS_SHUT : firstOpening(input, free);
  const reasons = [...waits.map(({ reason }) => reason), ...opening.reasons];
  return reasons.length === 0 ? SEND : { verdict: 'hold', until: opening.at, reasons };
}

/** Everything that only waits, but for the hours. */
function waitsOf(input: GateInput): readonly Wait[] {
  if (input.lane === 'reply') return leadCaps(input);
  if (input.lane === 'hand') return [leadCaps(input), sharedCaps(input), jitterWait(input)].flat();
  return [
    ...humanTouchWait(input),
    ...canaryWait(input),
    ...gapWait(input),
    ...leadCaps(input),
    ...sharedCaps(input),
    ...jitterWait(input),
  ];
}

/** When the last of the waits is over; null where one has no end of its own. */
function freeFrom(now: number, waits: readonly Wait[]): number | null {
  let free = now;
  for (const { until } of waits) {
    if (until === null) return null;
    free = Math.max(free, until);
  }
  return free;
}

/** Reasons of the first question that forbids; none where all let it pass. */
function refusals(input: GateInput): readonly Reason[] {
  const { suppression, recipient, permission, channel } = input;
  if (suppression !== null) return [suppressed(suppression)];
  if (recipient.address === null) return [because('no-address', { channel })];
  if (recipient.verdict === 'undeliverable') return [because('address-undeliverable')];
  if (permission.verdict === 'refuse') return permission.reasons;
  return channel === 'email' && input.live ? missingFrom(input.identity) : [];
}

function suppressed({ kind, channel, reason, list }: FoundSuppression): Reason {
  return because('suppressed', { kind, channel, because: reason, ...(list === undefined ? {} : { list }) });
}

interface Opening {
  readonly at: number | null;
  readonly reasons: readonly Reason[];
}

/** Of what waits without an end it says nothing when the hours would be right. */
const STAYS_SHUT: Opening = { at: null, reasons: [] };

/** First moment ≥ `free` that the window and the quiet hours both allow; null where they never do. */
function firstOpening(input: GateInput, free: number): Opening {
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
