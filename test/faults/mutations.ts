/**
 * Faults put into the engine and the store on purpose, each of which the simulator must find. The first ones break a rule that
 * the ledger stands on; the last ones put back what the simulator once found.
 */

/** One change of a source file. `from` stands in it exactly once, or the mutation is no longer one. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One deliberate fault. */
export interface Mutation {
  readonly name: string;
  readonly edits: readonly Edit[];
}

const MOVES = 'src/store/work/move-messages.ts';
const CLAIM = 'src/store/work/claim.ts';
const RECOVER = 'src/store/work/recover.ts';
const TURN = 'src/store/work/deliver.ts';
const COUNTERS = 'src/store/pace/counters.ts';
const DELIVER = 'src/engine/deliver/deliver.ts';
const GATE = 'src/engine/gate.ts';

function mutation(name: string, ...edits: readonly (readonly [file: string, from: string, to: string])[]): Mutation {
  return { name, edits: edits.map(([file, from, to]) => ({ file, from, to })) };
}

/** All mutations, in the order in which they are tried. */
export const MUTATIONS: readonly Mutation[] = [
  mutation('a result is written without its fence', [
    MOVES,
    'WHERE workspace_id = :workspaceId AND id = :id AND state = :from AND fence = :fence`',
    'WHERE workspace_id = :workspaceId AND id = :id AND state = :from`',
  ]),
  mutation('refusals are not asked for in the transaction of the sending', [
    TURN,
    'suppressions.get(claimed) ?? []',
    '[]',
  ]),
  mutation('the intent key has no visit', ['src/domain/sequence/enrollment.ts', 'visit}`', 'visit < 0}`']),
  mutation(
    'the call comes before its sending is on record',
    [
      DELIVER,
      "if (verdict.kind === 'stay') stayed.set(id, verdict.update);",
      "if (verdict.kind === 'stay') stayed.set(id, verdict.update); else this.#launch(claimed);",
    ],
    [DELIVER, 'for (const claimed of turn.sending) this.#launch(claimed);', 'turn.sending;'],
  ),
  mutation('a dead sending goes back in the queue', [
    RECOVER,
    '(repeatable.get(row.workspace_id) ? AGAIN : UNCONFIRMED)',
    '(repeatable.has(row.workspace_id) ? AGAIN : UNCONFIRMED)',
  ]),
  mutation(
    'a claim does not look at the state',
    [CLAIM, "WHERE m.state = 'queued' AND m.", 'WHERE m.'],
    [
      CLAIM,
      'fence = fence + 1\n  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`',
      'fence = fence + 1\n  WHERE workspace_id = :workspaceId AND id = :id`',
    ],
  ),
  mutation('a retry forgets its attempts', [MOVES, 'attempts = attempts + 1', 'attempts = attempts']),
  mutation(
    'an event is stored as often as it is told',
    ['src/store/migrations/0001-ledger.ts', "'UNIQUE (workspace_id, origin, origin_id)',", ''],
    ['src/store/rows/event.ts', "'ON CONFLICT (workspace_id, origin, origin_id) DO NOTHING'", "''"],
  ),
  mutation('the sender’s day is not counted', [COUNTERS, 'used: raised }', 'used: 0 }']),
  mutation(
    'an unconfirmed message is sent again after its time',
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
  mutation('the last gate does not see a pause', [GATE, "=== 'paused'", "=== 'draft'"]),
  mutation('the window is asked for only when deciding', [
    GATE,
    'window: sequence?.window ?? ALWAYS',
    'window: ALWAYS',
  ]),
  mutation('a bounce is not heard while its message is leaving', [
    MOVES,
    "if (from === 'sending' && (to === 'delivered' || to === 'bounced')) yield* run(HEARD",
    "if (from === 'sending' && to === 'delivered') yield* run(HEARD",
  ]),
  mutation('the last gate does not see that the passage has ended', [
    GATE,
    "facts.ended && facts.ended.code !== 'completed'",
    "facts.ended && facts.ended.code === 'nothing'",
  ]),
  mutation('a lease is over before its time', [RECOVER, 'row.lease_until <= leaseNow', 'row.lease_until > 0']),
  mutation('once found: the last gate goes by a time before its transaction', [
    DELIVER,
    'const now = readOnce(this.#engine.clock);',
    'const then = this.#engine.clock.now(); const now = () => then;',
  ]),
  // The last gate asks for the gap too, by now; it takes both to be gone.
  mutation(
    'once found: the gap counts from the decision',
    ['src/domain/sequence/advance.ts', 'if (restedAt > now)', 'if (restedAt > now && now < 0)'],
    ['src/domain/consent/pace/gap.ts', 'return until > now ?', 'return until > now && now < 0 ?'],
  ),
  mutation('once found: refusals are those of the lead’s present address', [
    CLAIM,
    '{ ...recipientOfRow(row), email: queued.recipient || null }',
    'recipientOfRow(row)',
  ]),
  mutation('once found: a resume that was cut off cannot go on', [
    'src/engine/campaigns.ts',
    "campaign.state === 'live' ? campaign : await",
    'await',
  ]),
  mutation('once found: a bounce refuses the address that the lead has by now', [
    'src/domain/sequence/reaction.ts',
    '[mailedTo ?? email] : [email, mailedTo]',
    '[email] : [email]',
  ]),
];

/** The source with the edit. Errors: its text stands there never, or more than once. */
export function mutated(source: string, { file, from, to }: Edit): string {
  const [before, after, ...more] = source.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} has ${source.split(from).length - 1} times: ${from}`);
  }
  return before + to + after;
}
