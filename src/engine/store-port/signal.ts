/** What is inferred from events, as the engine asks a store for it. */
import type { Evidence } from '../../domain/signal/evidence.ts';
import type { Recipient } from './lead.ts';

/** Where one signal of a lead stands in a campaign, with all that it is inferred from. */
export interface SignalRecord {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly campaignId: string;
  readonly name: string;
  /** The playbook version whose rule it was last held against. */
  readonly playbookHash: string;
  readonly state: 'up' | 'down';
  /** When it last rose or fell; null = it never rose. */
  readonly changedAt: number | null;
  /** When it falls by itself; null = it is down. */
  readonly fallsAt: number | null;
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
}

/** A rise or fall, with why. Written once, never changed. */
export interface SignalChange {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly id: string;
  readonly campaignId: string;
  readonly name: string;
  readonly state: 'up' | 'down';
  readonly at: number;
  readonly noticedAt: number;
  /** Whole points at that time. */
  readonly points: number;
  readonly evidence: readonly Evidence[];
}

/** Signals as they are from now on, and what led there. */
export interface SignalOutcome {
  readonly records: readonly SignalRecord[];
  readonly changes: readonly SignalChange[];
}

/** Signals of a workspace that are up at `now`, the latest first; null = of any campaign, of any name. */
export interface SignalQuery {
  readonly workspaceId: string;
  readonly campaignId: string | null;
  readonly name: string | null;
  readonly now: number;
  readonly limit: number;
}

/** A signal with who it is about. */
export interface SignalOf {
  readonly signal: SignalRecord;
  readonly recipient: Recipient;
}

/** Signals whose time to fall has come, the oldest first; `decide` runs inside the transaction that writes what it gives. */
export interface DecayBatch {
  readonly now: number;
  readonly limit: number;
  decide(due: readonly SignalRecord[]): SignalOutcome;
}
