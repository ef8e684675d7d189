/** What the audit knows of a run, and a message at the moment in which it became `sending`. */
import type { SendWindow } from '../../../src/domain/playbook/playbook.ts';
import type { Keyring } from '../../../src/engine/keyring.ts';
import type { Ground, Row } from '../ground.ts';
import type { Settings } from '../settings.ts';

/** What the audit needs to know of a run. */
export interface Audited {
  readonly ground: Ground;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly window: SendWindow;
  readonly minGapHours: number;
  /** Messages whose outcome their worker could not know. */
  readonly doubts: Set<string>;
  /** Writes a line of the journal. */
  tell(words: string): void;
  /** True time, which no clock that is set wrong changes, and what the clocks show. */
  time(): number;
  wall(): number;
  /** Owners of leases that are gone. */
  isGone(owner: string): boolean;
}

/** A moment: in truth, and by the clock. */
export interface Moment {
  readonly time: number;
  readonly wall: number;
}

/** How long ago a moment is, by the clock or in truth: a clock that is set back makes no wait shorter, one that is set ahead ends it. */
export function since(then: Moment, now: Moment): number {
  return Math.max(now.wall - then.wall, now.time - then.time);
}

/** A message on its way out: its row, beside it those of its passage, campaign and lead. */
export interface Leaving extends Moment {
  readonly row: Row;
  readonly id: string;
  readonly workspace: string;
  readonly campaign: string;
  readonly lead: string;
  /** Somebody waits for it. */
  readonly isReply: boolean;
  readonly zone: string;
}

const DEPARTING = `
  SELECT m.*, e.zone, e.state AS e_state, e.reason_code AS e_reason, COALESCE(e.watched_from, e.started_at) AS watched,
    c.state AS c_state, l.domain AS account, p.at AS paused_at FROM message m
  LEFT JOIN lead_pause p ON p.workspace_id = m.workspace_id AND p.lead_id = m.lead_id
  LEFT JOIN campaign c ON c.workspace_id = m.workspace_id AND c.id = m.campaign_id
  LEFT JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id WHERE m.id = ?`;

/** The message that leaves just now. */
export function leaving({ ground, time, wall }: Audited, id: string): Leaving {
  const [row] = ground.rows(DEPARTING, id);
  if (!row) throw new Error(`${id} is not there`);
  return {
    row,
    id,
    workspace: String(row.workspace_id),
    campaign: String(row.campaign_id),
    lead: String(row.lead_id),
    isReply: row.lane === 0,
    zone: String(row.zone ?? 'UTC'),
    time: time(),
    wall: wall(),
  };
}
