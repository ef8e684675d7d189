/** What is due, asked of the database: what may move now, and when the next will. What is stopped, or rests, has said why it waits. */
import { connectionOf, IN_PAUSED } from './audit/queue.ts';
import type { Ground } from './ground.ts';
import type { Settings } from './settings.ts';

const REST = (workspace: string) =>
  `(SELECT r.until FROM connection_rest r WHERE r.connection = CASE ${workspace} WHEN 'main' THEN '${connectionOf('main')}' ELSE '${connectionOf('other')}' END)`;
/** A queued message that nobody stopped, with the time at which its connection may be tried. */
const QUEUED = `
  SELECT m.id, MAX(m.due_at, COALESCE(${REST('m.workspace_id')}, 0)) AS at FROM message m WHERE m.state = 'queued' AND NOT ${IN_PAUSED}
  AND NOT EXISTS (SELECT 1 FROM halt h WHERE h.workspace_id IN ('', m.workspace_id) AND h.channel IN ('', m.channel))`;
const ROUTINES = `
  SELECT workspace_id || '/' || name AS id, next_at AS at FROM routine WHERE next_at IS NOT NULL
  UNION ALL SELECT routine, COALESCE(retry_at, lease_until) FROM routine_run WHERE state IN ('running','waiting')
  UNION ALL SELECT alert_id, COALESCE(lease_until, due_at) FROM alert_send WHERE state IN ('queued','sending')`;
/** Where everything is stopped nothing is decided. */
const WORK = `
  SELECT id, due_at AS at FROM enrollment WHERE due_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM halt h WHERE h.workspace_id = '' AND h.channel = '')
  UNION ALL SELECT id, at FROM (${QUEUED})
  UNION ALL SELECT id, due_at FROM message WHERE state = 'held'
  UNION ALL SELECT id, lease_until FROM message WHERE state IN ('claimed','sending')`;
const ASKED = "SELECT id, due_at AS at FROM message WHERE state = 'unconfirmed'";

/** What is due in one run. */
export class Due {
  readonly #ground: Ground;
  readonly #sql: string;

  constructor(ground: Ground, { routines, recovery }: Settings) {
    this.#ground = ground;
    this.#sql = [WORK, ...(routines ? [ROUTINES] : []), ...(recovery === 'lookup' ? [ASKED] : [])].join(' UNION ALL ');
  }

  /** When the next thing is due, by the clock; infinity = nothing ever is. */
  nextAt(): number {
    const [row] = this.#ground.rows<{ at: number | null }>(`SELECT MIN(at) AS at FROM (${this.#sql})`);
    return row?.at ?? Number.POSITIVE_INFINITY;
  }

  /** All that is due by now. */
  rows(now: number): readonly unknown[] {
    return this.#ground.rows(`SELECT * FROM (${this.#sql}) WHERE at <= ?`, now);
  }

  /** Whether anything of routines is due. */
  isRoutineDue(now: number): boolean {
    return this.#ground.rows(`SELECT id FROM (${ROUTINES}) WHERE at <= ? LIMIT 1`, now).length > 0;
  }
}
