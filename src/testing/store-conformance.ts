/**
 * What every store must do, as one suite: a database that passes it may carry an engine. Knows neither a test runner nor a
 * database; both are handed in.
 */
import type { Store } from '../engine/store-port.ts';
import type { TestRunner } from './channel-conformance.ts';
import { ADDRESS_RULES } from './store/address-rules.ts';
import { ALERT_RULES } from './store/alert-rules.ts';
import { AT_ONCE_RULES } from './store/at-once-rules.ts';
import { CAMPAIGN_RULES } from './store/campaign-rules.ts';
import { CAPTURE_RULES, IMPORT_RULES } from './store/capture-rules.ts';
import { EVENT_RULES, KEEPING_RULES, MERGE_RULES } from './store/event-rules.ts';
import { INSTANCE_RULES } from './store/instance-rules.ts';
import { ACCOUNT_RULES } from './store/jobs/account-rules.ts';
import { CLASS_RULES } from './store/jobs/class-rules.ts';
import { CONVERSATION_RULES, SALE_RULES } from './store/jobs/conversation-rules.ts';
import { FIGURE_RULES } from './store/jobs/figure-rules.ts';
import { MEETING_RULES } from './store/jobs/meeting-rules.ts';
import { RECONCILE_RULES } from './store/jobs/reconcile-rules.ts';
import { RESULT_RULES } from './store/jobs/result-rules.ts';
import { SOURCE_RULES } from './store/jobs/source-rules.ts';
import { ACCESS_RULES } from './store/ledger/access-rules.ts';
import { CONNECTION_RULES } from './store/ledger/connection-rules.ts';
import { DOUBT_RULES } from './store/ledger/doubt-rules.ts';
import { FEED_RULES } from './store/ledger/feed-rules.ts';
import { HAND_OFF_RULES, HAND_OFFS_AT_ONCE } from './store/ledger/handoff-rules.ts';
import { MAILBOX_RULES } from './store/ledger/mailbox-rules.ts';
import { PACE_RULES } from './store/ledger/pace-rules.ts';
import { PASSAGE_RULES } from './store/ledger/passage-rules.ts';
import { PERSON_RULES } from './store/ledger/person-rules.ts';
import { PHONE_RULES } from './store/ledger/phone-rules.ts';
import { PLAN_RULES } from './store/ledger/plan-rules.ts';
import { REFUSAL_RULES } from './store/ledger/refusal-rules.ts';
import { REPLY_RULES } from './store/ledger/reply-rules.ts';
import { SENDER_RULES } from './store/ledger/sender-rules.ts';
import { SETTLE_RULES } from './store/ledger/settle-rules.ts';
import { DEPARTURE_RULES } from './store/left/departure-rules.ts';
import { ACCOUNT_LIST_RULES } from './store/lists/account-list-rules.ts';
import { ATTRIBUTE_LIST_RULES } from './store/lists/attribute-list-rules.ts';
import { BULK_RULES } from './store/lists/bulk-rules.ts';
import { JUDGED_LIST_RULES } from './store/lists/judged-list-rules.ts';
import { LIST_RULES } from './store/lists/list-rules.ts';
import { REFUSED_LIST_RULES } from './store/lists/refused-list-rules.ts';
import { VIEW_RULES } from './store/lists/view-rules.ts';
import { NEIGHBOUR_RULES } from './store/neighbour-rules.ts';
import { ORDER_RULES } from './store/pace/order-rules.ts';
import { THREAD_RULES } from './store/pace/thread-rules.ts';
import { ROUTINE_RULES } from './store/routine-rules.ts';
import { MOVING_RULES, SIGNAL_RULES } from './store/signal-rules.ts';
import { TASK_RULES } from './store/task-rules.ts';
import { ADVANCE_RULES, DELIVER_RULES } from './store/work-rules.ts';

const RULES: readonly (readonly [area: string, rules: Readonly<Record<string, (store: Store) => Promise<void>>>])[] = [
  ['leads coming in', CAPTURE_RULES],
  ['imports', IMPORT_RULES],
  ['campaigns', CAMPAIGN_RULES],
  ['lists', LIST_RULES],
  ['the list of accounts', ACCOUNT_LIST_RULES],
  ['attributes in lists', ATTRIBUTE_LIST_RULES],
  ['what was judged, in lists', JUDGED_LIST_RULES],
  ['refusals in lists', REFUSED_LIST_RULES],
  ['acts on many leads', BULK_RULES],
  ['saved views', VIEW_RULES],
  ['results of campaigns', RESULT_RULES],
  ['due passages', ADVANCE_RULES],
  ['delivery', DELIVER_RULES],
  ['addresses', ADDRESS_RULES],
  ['pace', PACE_RULES],
  ['threads', THREAD_RULES],
  ['the order of what is due', ORDER_RULES],
  ['events', EVENT_RULES],
  ['refusals', REFUSAL_RULES],
  ['senders', SENDER_RULES],
  ['merging', MERGE_RULES],
  ['keeping', KEEPING_RULES],
  ['the instance', INSTANCE_RULES],
  ['messages that a person moves', SETTLE_RULES],
  ['passages that a person moves', PASSAGE_RULES],
  ['messages that may have left', DOUBT_RULES],
  ['what left before a restore', DEPARTURE_RULES],
  ['texts and calls', PHONE_RULES],
  ['neighbours', NEIGHBOUR_RULES],
  ['mailboxes', MAILBOX_RULES],
  ['replies', REPLY_RULES],
  ['conversations', CONVERSATION_RULES],
  ['sales of homes', SALE_RULES],
  ['meetings', MEETING_RULES],
  ['connections', CONNECTION_RULES],
  ['sources', SOURCE_RULES],
  ['classes', CLASS_RULES],
  ['hand-offs', HAND_OFF_RULES],
  ['the feed', FEED_RULES],
  ['figures of the moment', FIGURE_RULES],
  ['reconciliation', RECONCILE_RULES],
  ['hand-offs at once', HAND_OFFS_AT_ONCE],
  ['people', PERSON_RULES],
  ['access', ACCESS_RULES],
  ['plans', PLAN_RULES],
  ['tasks', TASK_RULES],
  ['accounts', ACCOUNT_RULES],
  ['signals', SIGNAL_RULES],
  ['what an event moves', MOVING_RULES],
  ['several at once', AT_ONCE_RULES],
  ['routines', ROUTINE_RULES],
  ['alerts', ALERT_RULES],
];

/** Runs the suite for one database. `open` gives an empty store for each test; the suite closes it. */
export function describeStore(name: string, open: () => Promise<Store>, runner: TestRunner): void {
  for (const [area, rules] of RULES) {
    runner.describe(`${name}: ${area}`, () => {
      for (const [title, rule] of Object.entries(rules)) {
        runner.test(title, async () => {
          const store = await open();
          try {
            await rule(store);
          } finally {
            await store.close();
          }
        });
      }
    });
  }
}
