/**
 * The senders of a workspace: what came back of what each sent, and stopping those of which too much did. Owns who is looked at; the rule
 * is `domain/deliverability/sender-rates`. A person lets a sender go on, and nobody else.
 */
import { isOver } from '../../domain/campaign/campaign.ts';
import { mailboxesOf } from '../../domain/campaign/senders.ts';
import { keysOfSender } from '../../domain/consent/pace/counters.ts';
import { senderAllowance } from '../../domain/consent/pace/warm-up.ts';
import { RATE_DAYS, stopSender } from '../../domain/deliverability/sender-rates.ts';
import type { Halt } from '../../domain/delivery/queue.ts';
import { channelOfSender } from '../../domain/delivery/sender-halt.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Reason } from '../../domain/reason.ts';
import { changeOf } from '../../domain/routine/alert.ts';
import { sendLimitsOf } from '../deliver/send-limits.ts';
import type { Engine } from '../engine.ts';
import type { SenderKey, SenderTold } from '../store-port.ts';

/** Who stops a sender in the place of a person. */
const BY_ITSELF = 'rekindle';

/** A mailbox or a domain, as it stands. */
export interface SenderStanding extends SenderTold {
  readonly key: string;
  /** Null = it may send. */
  readonly halt: Halt | null;
  /** What a mailbox may send today, and whether that is its warm-up; null = no limit, or a domain. */
  readonly allowance: number | null;
  readonly warming: boolean;
}

/** All senders of a workspace's campaigns that are not over, and their domains, by name. */
export async function sendersOf(engine: Engine, workspaceId: string): Promise<readonly SenderStanding[]> {
  const campaigns = await engine.store.campaigns.list(workspaceId, LIMITS.campaigns);
  const caps = new Map<string, number>();
  const domains = new Set<string>();
  for (const { sender, ...campaign } of campaigns) {
    if (isOver(campaign)) continue;
    for (const { address, dailyCap } of mailboxesOf(sender)) {
      const [mailbox, domain] = keysOfSender(address);
      caps.set(mailbox, Math.min(caps.get(mailbox) ?? dailyCap, dailyCap));
      domains.add(domain);
    }
  }
  const keys: SenderKey[] = [
    ...[...domains].sort().map((key) => ({ workspaceId, scope: 'sending-domain' as const, key })),
    ...[...caps.keys()].sort().map((key) => ({ workspaceId, scope: 'sender' as const, key })),
  ];
  const told = await engine.store.senders.counts(keys, engine.clock.now());
  const halts = await engine.store.instance.halts();
  const workspace = await engine.store.workspaces.get(workspaceId);
  const limits = workspace && sendLimitsOf(workspace);
  return keys.flatMap(({ scope, key }, i) => {
    const counts = told[i];
    if (!counts) return [];
    const halt = halts.find((one) => one.workspaceId === workspaceId && one.channel === channelOfSender(key)) ?? null;
    const own = Math.min(
      caps.get(key) ?? Number.POSITIVE_INFINITY,
      limits?.email.senderDay ?? Number.POSITIVE_INFINITY,
    );
    const ramp =
      scope === 'sender'
        ? senderAllowance(Number.isFinite(own) ? own : null, limits?.warmUp ?? null, counts.warmDays)
        : { allowance: null, warming: false };
    return [{ ...counts, key, halt, ...ramp }];
  });
}

/** Stops senders of which too much came back, and has somebody told. Gives those that it stopped. */
export async function watchSenders(engine: Engine, workspaceId: string): Promise<readonly string[]> {
  const stopped: string[] = [];
  for (const sender of await sendersOf(engine, workspaceId)) {
    const reason = sender.halt === null ? stopSender(sender) : null;
    if (reason !== null) {
      const at = engine.clock.now();
      const channel = channelOfSender(sender.key);
      await engine.store.instance.halt({ workspaceId, channel, why: sayWhy(reason), by: BY_ITSELF, at });
      stopped.push(sender.key);
    }
    const isStopped = reason !== null || sender.halt !== null;
    await tell(engine, workspaceId, sender, isStopped ? 'stopped' : 'healthy');
  }
  return stopped;
}

/** `6 of 99 e-mails of the last 7 days came back (6.1 %)`. */
function sayWhy({ code, facts = {} }: Reason): string {
  const { count, sent } = facts as Readonly<Record<string, number>>;
  const share = ((Number(count) / Number(sent)) * 100).toFixed(1);
  const what = code === 'sender-bounces' ? 'came back' : 'were reported as spam';
  return `${count} of ${sent} e-mails of the last ${RATE_DAYS} days ${what} (${share} %)`;
}

async function tell(
  { store, ids, clock, parts }: Engine,
  workspaceId: string,
  { key, sent, bounced, complained }: SenderStanding,
  status: 'stopped' | 'healthy',
): Promise<void> {
  const subject = `sender:${key}` as const;
  const targets = (parts.alerts ?? []).map(({ name }) => name);
  await store.alerts.raise({ workspaceId, subject }, targets, (last) => {
    const change = changeOf(last, status);
    const facts = { sent, bounced, complained };
    return change && { workspaceId, id: ids.next('alert'), subject, at: clock.now(), facts, ...change };
  });
}

/** A person lets a sender go on; what came back until now counts no more. False = it was not stopped. */
export async function resumeSender(engine: Engine, workspaceId: string, key: string): Promise<boolean> {
  const scope = key.includes('@') ? 'sender' : 'sending-domain';
  await engine.store.senders.forgetFaults({ workspaceId, scope, key });
  return engine.store.instance.lift(workspaceId, channelOfSender(key));
}
