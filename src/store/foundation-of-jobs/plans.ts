/** The table of plans: what agents propose, and what people decided about it. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of plans. */
export function planTables({ text, json, int, longRows }: Dialect): string[] {
  return [
    longRows('plan', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'proposed', 'approved', 'refused', 'withdrawn', 'used')}`,
      `operation ${text} NOT NULL`,
      `digest ${text} NOT NULL CHECK (length(digest) = 64)`,
      `proposed_by ${text} NOT NULL`,
      `proposed_as ${text} NOT NULL`,
      `proposed_at ${int} NOT NULL`,
      `expires_at ${int} NOT NULL`,
      `decided_by ${text}`,
      `decided_at ${int}`,
      `used_at ${int}`,
      `outcome ${text}`,
      `why ${text} NOT NULL`,
      `input ${json} NOT NULL`,
      `change ${json}`,
      `about ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, id)',
      'CHECK (expires_at > proposed_at)',
      'CHECK ((decided_by IS NULL) = (decided_at IS NULL))',
      // No yes without somebody who said it, and no use without a yes; whoever proposed it does not say it.
      "CHECK ((state <> 'approved' AND state <> 'used') OR (decided_by IS NOT NULL AND decided_by <> proposed_by))",
      "CHECK ((state = 'used') = (used_at IS NOT NULL))",
      "CHECK (outcome IS NULL OR state = 'used')",
    ]),
    'CREATE INDEX plan_by_state ON plan (workspace_id, state, id)',
  ];
}
