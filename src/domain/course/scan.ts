/** What a scan of a class finds: a count of each proposal and of why. Pure; proposes, and changes nothing. */
import { CLASS_ACTIONS, type ClassAction, type Recommendation } from './next-action.ts';

/** Proposals that are told by the routine that acts; the others belong to the sequence. */
export const TOLD_ACTIONS = ['ready-for-booking', 'reengage-completed', 'reengage-stalled-lead'] as const;

/** Whether a proposal is told to people and sequences, and not sent by a sequence of its own accord. */
export function isTold(action: ClassAction): action is (typeof TOLD_ACTIONS)[number] {
  return TOLD_ACTIONS.some((told) => told === action);
}

/** Counts of a scan, leads and not scans. */
export interface ScanCounts {
  readonly byAction: Readonly<Record<ClassAction, number>>;
  /** By code of the reason, in order of the codes. */
  readonly byReason: Readonly<Record<string, number>>;
}

/** Counts proposals. */
export function countProposals(proposals: readonly Recommendation[]): ScanCounts {
  const count = (of: (one: Recommendation) => boolean) => proposals.filter(of).length;
  const codes = [...new Set(proposals.map(({ reason }) => reason.code))].sort();
  return {
    byAction: Object.fromEntries(
      CLASS_ACTIONS.map((action) => [action, count((one) => one.action === action)]),
    ) as Record<ClassAction, number>,
    byReason: Object.fromEntries(codes.map((code) => [code, count(({ reason }) => reason.code === code)])),
  };
}
