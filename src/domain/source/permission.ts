/**
 * On what basis somebody may be contacted who filled in a form, and what proves it (directives/form-permission.md). Owns the judgement;
 * what it leads to when something is to be sent is the gate's.
 */
import type { Basis } from '../lead/lead.ts';

/** What a form says of permission, as its owner set it up. */
export interface FormTerms {
  /** Null = the form gives none. */
  readonly basis: Basis | null;
  /** Name of the field that must be ticked; null = filling it in is enough. */
  readonly tick: string | null;
  /** The sentence beside the tick; null = not written down. */
  readonly words: string | null;
}

/** A basis, and what was asked and answered. */
export interface FormPermission {
  readonly basis: Basis | null;
  readonly proof: Readonly<Record<string, string>>;
}

/** Answers that mean that a box was not ticked, as forms write them. */
const UNTICKED: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off', 'null', 'undefined', 'n', 'f']);

/** The permission that a form came with. A box that is not ticked is often not sent at all, so only an answer that is there counts. */
export function formPermission({ basis, tick, words }: FormTerms, answer: string | null): FormPermission {
  const isTicked = answer !== null && !UNTICKED.has(answer.trim().toLowerCase());
  const proof = {
    ...(tick !== null && { field: tick, answer: answer ?? 'not sent' }),
    ...(words !== null && { words }),
  };
  return { basis: tick === null || isTicked ? basis : null, proof };
}
