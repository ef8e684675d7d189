/**
 * Faults put into what orders the traffic: stops, lanes, shares, rests, pace, canaries, reactions, routines, alerts, what is in
 * doubt. The last ones put back what was found.
 */
import { type Mutation, mutation } from './mutation.ts';

const TURN = 'src/store/work/deliver.ts';
const CLAIM = 'src/store/work/claim.ts';
const MOVES = 'src/store/work/move-messages.ts';
const RECOVER = 'src/store/work/recover.ts';
const DELIVER = 'src/engine/deliver/delivery.ts';
const CONSENT = 'src/domain/consent/gate.ts';
const QUEUE = 'src/domain/delivery/queue.ts';
const RUNS = 'src/store/routines/runs.ts';
const NOBODY = '';

/** Mutations of the traffic. */
export const TRAFFIC: readonly Mutation[] = [
  mutation('a stop is looked at before the transaction', 195, [
    TURN,
    'halt: haltOf(halts, workspaceId, channel) ?? haltOfItsSender(halts, claimed),',
    'halt: null,',
  ]),
  mutation('replies leave after all else', 12, [
    CLAIM,
    'Map.groupBy(due, (stream) => stream.lane).values())',
    '[...Map.groupBy(due, (stream) => stream.lane).values()].reverse())',
  ]),
  mutation('the first workspace gets every share', 63, [
    'src/domain/delivery/share.ts',
    'const at = place % ring.parts.length;',
    'const at = 0;',
  ]),
  mutation('a connection that rests is used', 49, [
    QUEUE,
    "return rest === undefined ? 'all' : mayUse(rest, now);",
    "return rest !== undefined && mayUse(rest, now) === 'one' ? 'one' : 'all';",
  ]),
  mutation('more are sending than there are connections', 5, [
    DELIVER,
    'Math.min(this.#channel.concurrency, this.#engine.atOnce.messages) - this.#inFlight.size',
    'this.#waiting.length',
  ]),
  mutation('a way out has a second delivery beside the first', 13, [
    'src/engine/deliver/under-way.ts',
    'const running = this.#running.get(way)?.delivery;',
    'const running = null as Delivery | null;',
  ]),
  mutation('what leaves in one transaction is counted after it', 122, [
    'src/store/pace/counters.ts',
    'before + raised - own]',
    'before - own]',
  ]),
  mutation('once found: a try that did not leave stays counted', 6, [TURN, '  yield* giveBackTries(back);\n', NOBODY]),
  mutation('limits of campaigns, mailboxes and domains are not asked for', 6, [
    CONSENT,
    '    ...sharedCaps(input),\n',
    NOBODY,
  ]),
  mutation('limits of a lead are not asked for', 306, [CONSENT, '    ...leadCaps(input),\n', NOBODY]),
  mutation('touches of an account are not kept', 9, [
    'src/store/pace/touches.ts',
    'if (recipient.domain !== null) this',
    'if (workspaceId === recipient.domain) this',
  ]),
  mutation('a new mailbox is warm', 15, [
    'src/domain/consent/pace/warm-up.ts',
    'warmUp.step * warmDays',
    'warmUp.step * (warmDays + 9)',
  ]),
  mutation('a mailbox does not wait between two mails', 9, [CONSENT, '    ...jitterWait(input),\n', NOBODY]),
  mutation('a touch by a colleague holds nothing', 62, [CONSENT, '    ...humanTouchWait(input),\n', NOBODY]),
  mutation('one more than the canary leaves', 0, [
    'src/engine/gate.ts',
    'filledAt: left < messages ? null : lastAt',
    'filledAt: left <= messages ? null : lastAt',
  ]),
  mutation('the canary waits for nobody', 0, [
    'src/domain/consent/pace/canary.ts',
    'filledAt + hours * HOUR_MS',
    'filledAt',
  ]),
  mutation('a reaction does not take back what somebody has claimed', 549, [
    MOVES,
    "state IN ('queued','held','claimed')`",
    "state IN ('queued','held')`",
  ]),
  mutation('a signal forgets what it heard before', 0, [
    'src/engine/react/signals.ts',
    'withEvidence(known.evidence, more)',
    '[more]',
  ]),
  mutation(
    'a slot of a routine has no key, and does not move on',
    0,
    [
      'src/store/foundation/routines.ts',
      "'PRIMARY KEY (workspace_id, routine, slot_at)'",
      "'PRIMARY KEY (workspace_id, routine, slot_at, started_at)'",
    ],
    ['src/store/routines/claim.ts', 'SET next_at = :nextAt', 'SET next_at = next_at'],
  ),
  mutation('a run is taken over from whoever works on it', 0, [
    'src/engine/routines/plan.ts',
    '(leaseUntil ?? 0) <= this.#leaseNow',
    '(leaseUntil ?? 0) > 0',
  ]),
  mutation('a missed slot is not counted', 76, [
    'src/domain/routine/turn.ts',
    'slotsBetween(cron, zone, dueAt, slotAt)',
    '0',
  ]),
  mutation('a provider that cannot tell is taken for one that says no', 12, [
    'src/engine/deliver/ends/confirm.ts',
    "if (answer === 'unknown') return now + ASK_AGAIN_MS;",
    NOBODY,
  ]),
  mutation('once found: a message that is sent again forgets that it may have left', 68, [
    RECOVER,
    'may_have_left = CASE WHEN heard IS NULL THEN 1 END',
    'may_have_left = NULL',
  ]),
  mutation('once found: a message that comes back leaves in the middle of a hold', 2, [
    'src/engine/gate.ts',
    'if (keptBack && (',
    'if (keptBack && now < 0 && (',
  ]),
  // Who pauses a lead keeps its messages back, and the last gate those that come back to the queue; it takes both to be gone.
  mutation(
    'what a paused lead has in the queue leaves',
    2,
    ['src/engine/gate.ts', 'if (keptBack && (', 'if (keptBack && now < 0 && ('],
    ['src/store/work/passages.ts', 'yield* keepMessages(workspaceId, outcome.messages);', 'outcome.messages;'],
  ),
  mutation('once found: a worker hands over what it stood still with', 110, [
    DELIVER,
    'if (this.#isOver(leaseEndsAt)) {',
    'if (this.#isOver(leaseEndsAt) && leaseEndsAt < 0) {',
  ]),
  mutation('the last gate does not see that the passage has ended', 162, [
    'src/engine/gate.ts',
    "facts.ended && facts.ended.code !== 'completed'",
    "facts.ended && facts.ended.code === 'nothing'",
  ]),
  mutation('all try a connection at once after its rest', 49, [
    QUEUE,
    'const ONE: Allotment = { share: 1, most: 1 };',
    'const ONE: Allotment = { share: 1, most: 100 };',
  ]),
  mutation('once found: nothing is heard of a message that waits to be sent again', 153, [
    MOVES,
    'mayMove(from, to, may_have_left === 1)',
    'mayMove(from, to, false)',
  ]),
];

/** Faults that take a colleague, a crash and an hour that meet once in thousands of runs: only the long hunt looks for them. */
export const RARE: readonly Mutation[] = [
  mutation('the end of a run is written without its fence', 0, [
    RUNS,
    'AND fence = :fence AND state IN',
    'AND state IN',
  ]),
  mutation('an alert in doubt is told again', 0, [
    'src/engine/routines/alerts.ts',
    '?.repeatable ?? false',
    '?.repeatable ?? true',
  ]),
  mutation('once found: an earlier message that is tried again is not taken back', 0, [
    'src/domain/sequence/reaction.ts',
    ', ...(older ?? [])]',
    ']',
  ]),
  mutation('once found: a reply to nobody lets a campaign’s message pass', 0, [
    CLAIM,
    'limit -= looked;',
    'limit -= whole.length;',
  ]),
  mutation('once found: the last alert is the one of the latest clock', 0, [
    'src/store/routines/alerts.ts',
    'subject = :subject ORDER BY turn DESC LIMIT 1`',
    'subject = :subject ORDER BY id DESC LIMIT 1`',
  ]),
];
