/** Refusing messages in SQL: one that may have left already becomes unconfirmed instead (directives/may-have-left.md). */
import { doubtBecause } from '../../domain/delivery/doubt.ts';
import type { Reason } from '../../domain/reason.ts';
import { toJson } from '../json.ts';

/** Assignments that refuse a message; their values are those of `refusedFor`. */
export const REFUSED = `
  state = CASE WHEN may_have_left = 1 THEN 'unconfirmed' ELSE 'refused' END,
  reason = CASE WHEN may_have_left = 1 THEN :doubt ELSE :reason END,
  reason_code = CASE WHEN may_have_left = 1 THEN 'outcome-unknown' ELSE :reasonCode END`;

/** The values for `REFUSED`. */
export function refusedFor(reason: Reason) {
  return { reason: toJson(reason), reasonCode: reason.code, doubt: toJson(doubtBecause(reason.code)) };
}
