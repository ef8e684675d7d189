/** Runs a row of account-conflicts.md. */
import {
  type Conflict,
  concernsAccount,
  conflictsIn,
  type Happening,
  happeningOf,
  heldContacts,
  pausing,
} from '../src/domain/account/conflict.ts';
import { type AccountPlan, CONFLICT_KINDS, STANDARD_PLAN } from '../src/domain/account/plan.ts';
import type { EventDirection, EventKind } from '../src/domain/event.ts';

interface Row {
  readonly event?: EventKind;
  readonly outcome?: string;
  readonly direction?: EventDirection;
  readonly happened?: readonly (readonly [string, Happening['kind'], number])[];
  readonly known?: {
    readonly customer?: boolean;
    readonly deal?: string;
    readonly owners?: readonly string[];
    readonly competitors?: readonly string[];
    readonly elsewhere?: readonly (readonly [string, string])[];
  };
  readonly settled?: number;
  readonly policies?: Partial<AccountPlan['conflicts']>;
}

const BEGAN = Date.parse('2026-06-01T08:00:00Z');
const HOUR = 3_600_000;

export function run(row: Row) {
  if (row.event !== undefined) {
    const { event: kind, outcome = null, direction = null } = row;
    const means = happeningOf({ kind, outcome, direction });
    return { means: means ?? 'nothing', look: concernsAccount({ kind, outcome, direction }) };
  }
  const conflicts = conflictsIn(askOf(row), { ...STANDARD_PLAN.conflicts, ...row.policies });
  const pause = pausing(conflicts);
  return {
    conflicts: conflicts.map(told),
    ...(pause && { pauses: pause.kind }),
    held: [...heldContacts(conflicts)].map(([leadId, { kind }]) => `${leadId} ${kind}`),
  };
}

function askOf({ happened = [], known = {}, settled }: Row) {
  const { customer = false, deal = null, owners = [], competitors = [], elsewhere = [] } = known;
  return {
    startedAt: BEGAN,
    settledAt: settled === undefined ? null : BEGAN + settled * HOUR,
    settled: settled === undefined ? [] : CONFLICT_KINDS,
    happenings: happened.map(([leadId, kind, hours]) => {
      const at = BEGAN + hours * HOUR;
      return { leadId, kind, at, recordedAt: at };
    }),
    standing: {
      ...{ customer, deal, owners, competitors },
      elsewhere: elsewhere.map(([leadId, campaign]) => ({ leadId, campaign })),
    },
  };
}

function told({ kind, leadId, policy, what }: Conflict): string {
  return [kind, leadId ?? '-', policy, ...(what === null ? [] : [what])].join(' ');
}
