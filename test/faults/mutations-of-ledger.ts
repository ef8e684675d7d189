/** Faults put into the engine and the store on purpose that break a rule which the ledger stands on; the last ones put back what was found. */
import { type Mutation, mutation } from './mutation.ts';

const MOVES = 'src/store/work/move-messages.ts';
const CLAIM = 'src/store/work/claim.ts';
const RECOVER = 'src/store/work/recover.ts';
const TURN = 'src/store/work/deliver.ts';
const COUNTERS = 'src/store/pace/counters.ts';
const DELIVER = 'src/engine/deliver/delivery.ts';
const GATE = 'src/engine/gate.ts';

/** Mutations of the ledger. */
export const LEDGER: readonly Mutation[] = [
  mutation('a result is written without its fence', 95, [
    MOVES,
    'WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND fence = :fence`',
    'WHERE workspace_id = :workspaceId AND id = :id AND state = :from`',
  ]),
  mutation('refusals are not asked for in the transaction of the sending', 0, [
    TURN,
    'suppressions.get(claimed) ?? []',
    '[]',
  ]),
  mutation('the intent key has no visit', 0, ['src/domain/sequence/enrollment.ts', 'visit}`', 'visit < 0}`']),
  mutation(
    'the call comes before its sending is on record',
    0,
    [
      DELIVER,
      'verdicts.set(claimed.message, verdict);',
      "verdicts.set(claimed.message, verdict); if (verdict.kind === 'leave') this.#launch({ claimed, leaseEndsAt: Number.POSITIVE_INFINITY });",
    ],
    [
      DELIVER,
      'for (const claimed of sending) this.#launch(candidates[leaving.indexOf(claimed)] as Waiting);',
      'sending;',
    ],
  ),
  mutation('a dead sending goes back in the queue', 18, [
    RECOVER,
    'LIMITS.keyedTries && isRepeatable(',
    'LIMITS.keyedTries || isRepeatable(',
  ]),
  mutation(
    'a claim does not look at the state',
    0,
    [CLAIM, "WHERE m.state = 'queued' AND m.", 'WHERE m.'],
    [
      CLAIM,
      'fence = fence + 1\n  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`',
      'fence = fence + 1\n  WHERE workspace_id = :workspaceId AND id = :id`',
    ],
  ),
  mutation('a retry forgets its attempts', 0, [MOVES, 'attempts = attempts + 1', 'attempts = attempts']),
  mutation(
    'an event is stored as often as it is told',
    0,
    ['src/store/foundation/ledger.ts', "'UNIQUE (workspace_id, origin, origin_id)',", ''],
    ['src/store/rows/event.ts', "'ON CONFLICT (workspace_id, origin, origin_id) DO NOTHING'", "''"],
  ),
  mutation('the sender’s day is not counted', 0, [COUNTERS, 'used: raised }', 'used: 0 }']),
  mutation(
    'an unconfirmed message is sent again after its time',
    18,
    [
      CLAIM,
      "workspace_id, id FROM message WHERE state = 'held'",
      "workspace_id, id FROM message WHERE state IN ('held','unconfirmed')",
    ],
    [
      CLAIM,
      'reason_code = NULL\n  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`',
      "reason_code = NULL\n  WHERE workspace_id = :workspaceId AND id = :id AND state IN ('held','unconfirmed')`",
    ],
  ),
  mutation('the last gate does not see a pause', 11, [GATE, "=== 'paused'", "=== 'draft'"]),
  mutation('the window is asked for only when deciding', 0, [
    GATE,
    'window: sequence?.window ?? ALWAYS',
    'window: ALWAYS',
  ]),
  mutation('a bounce is not heard while its message is leaving', 9, [
    MOVES,
    "if (from === 'sending' && (to === 'delivered' || to === 'bounced')) yield* run(HEARD",
    "if (from === 'sending' && to === 'delivered') yield* run(HEARD",
  ]),
  mutation('a lease is over before its time', 0, [RECOVER, 'row.lease_until <= leaseNow', 'row.lease_until > 0']),
  mutation('once found: the last gate goes by a time before its transaction', 14, [
    DELIVER,
    'const now = readOnce(this.#engine.clock);',
    'const then = this.#engine.clock.now(); const now = () => then;',
  ]),
  // The last gate asks for the gap too, by now; it takes both to be gone.
  mutation(
    'once found: the gap counts from the decision',
    0,
    ['src/domain/sequence/advance.ts', 'if (restedAt > now)', 'if (restedAt > now && now < 0)'],
    ['src/domain/consent/pace/gap.ts', 'return until > now ?', 'return until > now && now < 0 ?'],
  ),
  mutation('once found: refusals are those of the lead’s present address', 0, [
    CLAIM,
    '{ ...recipientOfRow(row), ...way }',
    'recipientOfRow(row)',
  ]),
  mutation('once found: a resume that was cut off cannot go on', 0, [
    'src/engine/campaigns.ts',
    "campaign.state === 'live' ? campaign : await",
    'await',
  ]),
  mutation('once found: a bounce refuses the address that the lead has by now', 5, [
    'src/domain/sequence/reaction.ts',
    '[mailedTo ?? emails[0] ?? email] : [email, mailedTo, ...emails]',
    '[email] : [email, ...emails]',
  ]),
];
