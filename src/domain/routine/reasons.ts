/** The reason codes of routines: why one did not run, or did not end well. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a routine was skipped, waits or failed. */
export const ROUTINE_REASONS = {
  'routine-disabled': {
    says: 'The routine is switched off, so its slot was passed over.',
    remedy: 'Switch it on with rekindle routine enable.',
  },
  'routine-under-way': { says: 'The routine is running already.', remedy: 'Wait until it has ended.' },
  'earlier-stage': { says: 'A stage of the pipeline that comes before is still at work.', remedy: '' },
  'routine-timeout': {
    says: 'The routine took longer than its time-out, and was stopped between two batches.',
    remedy: 'Give it more time or less to do: rekindle routine set.',
  },
  'routine-failed': { says: 'The routine broke off with an error.', remedy: 'Read the error; it is tried again.' },
  'routine-lost': {
    says: 'The process that ran the routine ended without a word.',
    remedy: 'Look into its log, and at the memory of the machine.',
  },
  'routine-removed': { says: 'The routine was removed while a run of it waited to be tried again.', remedy: '' },
  'no-source-configured': {
    says: 'No source of leads is configured for this workspace, so there was nothing to fetch from.',
    remedy: 'Name a folder in rekindle.yaml, under harvest.',
  },
  'no-crm-compared': {
    says: 'No CRM is connected whose contacts are compared with ours, so there was nothing to compare.',
    remedy: 'Add one with rekindle connection add, or set reconcile=yes of one.',
  },
} as const satisfies ReasonTable;

/** A code of this table. */
export type RoutineReason = keyof typeof ROUTINE_REASONS;
