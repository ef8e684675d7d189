/**
 * What came back of a sender's e-mails, counted by day beside what it sent: in the same table, as channels of their own. Only what
 * comes back writes here; a message that arrives costs nothing.
 */
import { keysOfSender } from '../../domain/consent/pace/counters.ts';
import { TOUCH_DAYS } from '../../domain/consent/pace/facts.ts';
import { RATE_DAYS } from '../../domain/deliverability/sender-rates.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { SenderKey, SenderTold } from '../../engine/store-port.ts';
import { allEach, first, type Program, run, runEach } from '../program.ts';
import { insert, statement } from '../statement.ts';
import { daysBy, zonesOf } from './days-of-zones.ts';

/** The channels under which what came back is counted. */
export const BACK = { bounced: 'email bounced', complained: 'email complained' } as const;

const TOLD = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND message_id = :messageId
  AND kind = :kind AND (outcome IS NULL OR outcome <> 'soft')`);
const RAISE = insert(
  'send_counter',
  ['workspaceId', 'scope', 'key', 'channel', 'day', 'used'],
  'ON CONFLICT (workspace_id, scope, key, channel, day) DO UPDATE SET used = send_counter.used + excluded.used',
);
const SUM = statement<{ used: number | null }>(`
  SELECT SUM(used) AS used FROM send_counter WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key
  AND channel = :channel AND day >= :from`);
const FORGET = statement(
  'DELETE FROM send_counter WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key AND channel = :channel',
);

/** Counts an e-mail of this sender that came back for good, because of us, or as spam; each message once. */
export function* countFault(event: LeadEvent, sender: string): Program<void> {
  const { workspaceId, leadId, messageId, kind, outcome, recordedAt } = event;
  if ((kind !== 'bounced' && kind !== 'complained') || outcome === 'soft' || sender === '') return;
  if (((yield* first(TOLD, { workspaceId, leadId, messageId, kind }))?.n ?? 0) > 1) return;
  const [mailbox, domain] = keysOfSender(sender);
  const dayIn = daysBy(yield* zonesOf([workspaceId]));
  const of = { workspaceId, channel: BACK[kind], day: dayIn(workspaceId, recordedAt), used: 1 };
  yield* runEach(RAISE, [
    { ...of, scope: 'sender', key: mailbox },
    { ...of, scope: 'sending-domain', key: domain },
  ]);
}

const DAYS = statement<{ today: number | null; warm: number }>(`
  SELECT MAX(CASE WHEN day = :today THEN used ELSE 0 END) AS today,
    COUNT(CASE WHEN day < :today AND used > 0 THEN 1 END) AS warm FROM send_counter
  WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key AND channel = 'email' AND day >= :from`);

/** What each sent in the days that count, what came back, and on how many days of late it sent. */
export function* senderCounts(senders: readonly SenderKey[], now: number): Program<SenderTold[]> {
  const dayIn = daysBy(yield* zonesOf(senders.map(({ workspaceId }) => workspaceId)));
  const channels = ['email', BACK.bounced, BACK.complained];
  const asked = senders.flatMap(({ workspaceId, scope, key }) =>
    channels.map((channel) => ({ workspaceId, scope, key, channel, from: dayIn(workspaceId, now) - RATE_DAYS + 1 })),
  );
  const sums = (yield* allEach(SUM, asked)).map((rows) => Number(rows[0]?.used ?? 0));
  const days = yield* allEach(
    DAYS,
    senders.map((sender) => {
      const today = dayIn(sender.workspaceId, now);
      return { ...sender, today, from: today - TOUCH_DAYS };
    }),
  );
  return senders.map(({ scope }, i) => {
    const [sent = 0, bounced = 0, complained = 0] = sums.slice(i * channels.length, (i + 1) * channels.length);
    const { today, warm } = days[i]?.[0] ?? { today: 0, warm: 0 };
    return { scope, sent, bounced, complained, sentToday: Number(today ?? 0), warmDays: Number(warm) };
  });
}

/** A person has looked: what came back until now counts no more. */
export function* forgetFaults({ workspaceId, scope, key }: SenderKey): Program<void> {
  for (const channel of Object.values(BACK)) yield* run(FORGET, { workspaceId, scope, key, channel });
}
