/**
 * One act on many leads (directives/bulk-act.md): what it comes to for each, and when it is taken back. Pure. Preview and performance ask
 * the same rule. Owns which leads are passed over, and why.
 */
import type { LeadValues } from '../lead/lead.ts';
import { LIMITS } from '../limits.ts';

/** What can be done to all leads that fit. */
export const BULK_ACTS = ['tag', 'untag', 'assign', 'pause', 'suppress', 'enroll'] as const;

/** tag, untag: with a tag · assign: to an owner, '' = nobody · pause: in all they are in · suppress: nothing leaves to them again · enroll: into a live campaign. */
export type BulkAct = (typeof BULK_ACTS)[number];

/** What an act looks at. */
export interface BulkSubject {
  readonly values: Pick<LeadValues, 'tags' | 'owner' | 'email' | 'phone'>;
  readonly isPaused: boolean;
  /** Whether all by which it can be reached is refused already. */
  readonly isRefused: boolean;
  /** What enrolling comes to; null = it is not asked. */
  readonly entry: BulkEntry | null;
}

/** A lead before it is enrolled, as the campaign's own judging found it. */
export interface BulkEntry {
  readonly isLive: boolean;
  /** Whether a passage there is under way, or one was. */
  readonly isIn: boolean;
  readonly wasIn: boolean;
  /** The reason that decided; null = it would be enrolled. */
  readonly obstacle: string | null;
}

/** The values that change, none where the act changes something else; or why nothing does. */
export type BulkOutcome = { readonly values: Partial<LeadValues> } | { readonly skip: string };

const NO_VALUE: BulkOutcome = { values: {} };

/** What an act comes to for one lead. */
export function bulkOutcome(
  act: BulkAct,
  value: string,
  { values, isPaused, isRefused, entry }: BulkSubject,
): BulkOutcome {
  const { tags, owner, email, phone } = values;
  switch (act) {
    case 'tag':
      if (tags.includes(value)) return { skip: 'already-tagged' };
      if (tags.length >= LIMITS.listItems) return { skip: 'too-many-tags' };
      return { values: { tags: [...tags, value] } };
    case 'untag':
      if (!tags.includes(value)) return { skip: 'not-tagged' };
      return { values: { tags: tags.filter((tag) => tag !== value) } };
    case 'assign':
      if ((owner ?? '') === value) return { skip: 'already-assigned' };
      return { values: { owner: value === '' ? null : value } };
    case 'pause':
      return isPaused ? { skip: 'already-paused' } : NO_VALUE;
    case 'suppress':
      if (email === null && phone === null) return { skip: 'no-address' };
      return isRefused ? { skip: 'already-refused' } : NO_VALUE;
    case 'enroll': {
      const skip = entry === null ? 'campaign-not-live' : entrySkip(entry);
      return skip === null ? NO_VALUE : { skip };
    }
  }
}

/** Why a lead is not enrolled. One that nothing forbids was through before, or is worked with its account. */
function entrySkip({ isLive, isIn, wasIn, obstacle }: BulkEntry): string | null {
  if (!isLive) return 'campaign-not-live';
  if (isIn) return 'already-enrolled';
  if (obstacle !== 'qualified') return obstacle;
  return wasIn ? 'enrolled-before' : 'worked-as-account';
}

/** Whether an act can be taken back. A refusal ends by its proof alone. */
export function isUndoable(act: BulkAct): boolean {
  return act !== 'suppress';
}

/** A lead that an act has changed, as it is when that is to be taken back. */
export interface ChangedLeadNow {
  /** Whether its facts are those that the act left. */
  readonly isAsLeft: boolean;
  /** Whether the pause that lies over it is the one of the act. */
  readonly isOurPause: boolean;
  /** The passage that the act began: whether it is under way, and whether anything was sent in it; null = there is none. */
  readonly passage: { readonly isOpen: boolean; readonly isTouched: boolean } | null;
}

/** Why a change is not taken back; null = it is. `lead`: null = it is not there any more. */
export function undoSkip(act: BulkAct, lead: ChangedLeadNow | null): string | null {
  if (lead === null) return 'lead-gone';
  if (act === 'enroll') {
    if (lead.passage?.isTouched) return 'sent-since';
    return lead.passage?.isOpen ? null : 'ended-since';
  }
  return (act === 'pause' ? lead.isOurPause : lead.isAsLeft) ? null : 'changed-since';
}
