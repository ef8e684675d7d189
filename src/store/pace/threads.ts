/**
 * Threads: who began each passage, and when its next message wants to leave. Of every day places are kept for what follows, so that a mailbox
 * which may send thirty does not begin with thirty strangers a day and never write a second time. The rule is `domain/consent/pace/caps`.
 */
import { DAY_MS } from '../../domain/calendar/day.ts';
import { mailboxesOf } from '../../domain/campaign/senders.ts';
import { counterKeysOf } from '../../domain/consent/pace/counters.ts';
import type { CounterScope } from '../../domain/consent/pace/facts.ts';
import { mailboxOf } from '../../domain/consent/suppression.ts';
import type { ClaimedMessage, FactsAsked } from '../../engine/store-port.ts';
import { allEach, type Program, runEachLater, together } from '../program.ts';
import { statement } from '../statement.ts';
import { todayIn } from './days-of-zones.ts';

const COUNTED = { scans: 'as many as the limit inside lets through' };
const OF_SENDER = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM (SELECT follows_at FROM enrollment WHERE workspace_id = :workspaceId AND begun_by = :key
  AND follows_at >= :from AND follows_at < :until LIMIT :most) coming`,
  COUNTED,
);
const OF_CAMPAIGN = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM (SELECT follows_at FROM enrollment WHERE workspace_id = :workspaceId AND begun_by = :sender
  AND follows_at >= :from AND follows_at < :until AND campaign_id = :key LIMIT :most) coming`,
  COUNTED,
);
/** The first to write stays the one that writes. What follows is due with the passage, and not today: the passage may not know yet that this one left. */
const LEAVES = statement(`
  UPDATE enrollment SET begun_by = COALESCE(begun_by, :sender),
    follows_at = CASE WHEN due_at < :tomorrow THEN :tomorrow ELSE due_at END
  WHERE workspace_id = :workspaceId AND id = :enrollmentId AND last_message_id = :messageId`);
const STAYS = statement(`
  UPDATE enrollment SET follows_at = :at
  WHERE workspace_id = :workspaceId AND id = :enrollmentId AND last_message_id = :messageId AND begun_by IS NOT NULL`);

/** What is kept under one counter for the day. */
interface Kept {
  readonly workspaceId: string;
  readonly scope: 'sender' | 'campaign';
  readonly key: string;
  /** Of a campaign, as limits count them. */
  readonly mailboxes: readonly string[];
  /** The day before and this one, epoch ms: what is late for longer waits for something else, and must keep nobody else waiting. */
  readonly from: number;
  readonly until: number;
  most: number;
  n: number;
}

/** The threads of one turn. */
export class Threads {
  readonly #kept: ReadonlyMap<string, Kept>;
  readonly #tomorrow: (workspaceId: string) => number;
  /** Those of which a limit keeps places: of all others nobody asks when they go on. */
  readonly #asked: ReadonlySet<ClaimedMessage>;
  readonly #leaving: ClaimedMessage[] = [];
  readonly #staying: { readonly claimed: ClaimedMessage; readonly at: number | null }[] = [];

  constructor(
    kept: ReadonlyMap<string, Kept>,
    asked: ReadonlySet<ClaimedMessage>,
    tomorrow: (workspaceId: string) => number,
  ) {
    this.#kept = kept;
    this.#asked = asked;
    this.#tomorrow = tomorrow;
  }

  /** Places that whoever begins a thread leaves to those that go on, by counter; what goes on leaves none. */
  keptFrom(claimed: ClaimedMessage): Readonly<Partial<Record<CounterScope, number>>> {
    if (!begins(claimed)) return {};
    return Object.fromEntries(this.#of(claimed).map(({ scope, n }) => [scope, n]));
  }

  depart(claimed: ClaimedMessage): void {
    if (!claimed.thread || !this.#asked.has(claimed)) return;
    this.#takePlace(claimed);
    this.#leaving.push(claimed);
  }

  /** It waits until then; `slotAt`: at a moment of its own, which is counted as such. */
  stay(claimed: ClaimedMessage, until: number | null, slotAt: number | null): void {
    if (!claimed.thread || begins(claimed) || !this.#asked.has(claimed)) return;
    if (slotAt !== null) this.#takePlace(claimed);
    this.#staying.push({ claimed, at: slotAt === null ? until : null });
  }

  *write(): Program<void> {
    yield* runEachLater(
      LEAVES,
      this.#leaving.map((claimed) => ({
        ...passageOf(claimed),
        sender: senderOf(claimed),
        tomorrow: this.#tomorrow(claimed.message.workspaceId),
      })),
    );
    yield* runEachLater(
      STAYS,
      this.#staying.map(({ claimed, at }) => ({ ...passageOf(claimed), at })),
    );
  }

  /** The place that was kept for it is taken, where one was: of a passage that a number began no mailbox has counted any. */
  #takePlace(claimed: ClaimedMessage): void {
    const { begunBy = null, followsAt = null } = claimed.thread ?? {};
    if (begunBy === null || followsAt === null) return;
    for (const kept of this.#of(claimed)) {
      const isIts = kept.scope === 'sender' ? kept.key === begunBy : kept.mailboxes.includes(begunBy);
      if (isIts && followsAt >= kept.from && followsAt < kept.until) kept.n = Math.max(0, kept.n - 1);
    }
  }

  #of(claimed: ClaimedMessage): Kept[] {
    return keysOf(claimed).flatMap((key) => this.#kept.get(nameOf(key)) ?? []);
  }
}

/** Reads what is kept from those of these messages that begin a thread, as far as their limits ask for it. `zones`: by workspace. */
export function* readThreads(
  asked: readonly (readonly [ClaimedMessage, Pick<FactsAsked, 'follows'>])[],
  now: number,
  zones: ReadonlyMap<string, string>,
): Program<Threads> {
  const todayOf = (workspaceId: string) => todayIn(zones.get(workspaceId) as string, now);
  const kept = new Map<string, Kept>();
  for (const [claimed, { follows }] of asked) {
    if (!begins(claimed)) continue;
    const [today, until] = todayOf(claimed.message.workspaceId);
    for (const key of keysOf(claimed)) {
      const most = follows[key.scope];
      const before = kept.get(nameOf(key));
      if (before) before.most = Math.max(before.most, most);
      else if (most > 0) kept.set(nameOf(key), { ...key, ...{ from: today - DAY_MS, until, most, n: 0 } });
    }
  }
  const all = [...kept.values()];
  const senders = all.filter(({ scope }) => scope === 'sender');
  const campaigns = all.flatMap((one) => one.mailboxes.map((sender) => ({ one, sender })));
  const [ofSenders, ofCampaigns] = yield* together(
    allEach(OF_SENDER, senders.map(parametersOf)),
    allEach(
      OF_CAMPAIGN,
      campaigns.map(({ one, sender }) => ({ ...parametersOf(one), sender })),
    ),
  );
  for (const [i, one] of senders.entries()) one.n = Number(ofSenders[i]?.[0]?.n ?? 0);
  for (const [i, { one }] of campaigns.entries()) one.n += Number(ofCampaigns[i]?.[0]?.n ?? 0);
  const isAsked = asked.filter(([, { follows }]) => follows.sender + follows.campaign > 0).map(([claimed]) => claimed);
  return new Threads(kept, new Set(isAsked), (workspaceId) => todayOf(workspaceId)[1]);
}

/** Nothing of its passage has left yet. */
function begins({ thread }: ClaimedMessage): boolean {
  return thread?.begunBy === null;
}

function parametersOf({ workspaceId, key, from, until, most }: Kept) {
  return { workspaceId, key, from, until, most };
}

function senderOf({ message }: ClaimedMessage): string {
  return counterKeysOf(message).find(({ scope }) => scope === 'sender')?.key ?? message.sender;
}

function keysOf(claimed: ClaimedMessage): Pick<Kept, 'workspaceId' | 'scope' | 'key' | 'mailboxes'>[] {
  const { message, campaign } = claimed;
  const { workspaceId } = message;
  const sender = { workspaceId, scope: 'sender' as const, key: senderOf(claimed), mailboxes: [] };
  if (campaign === null) return [sender];
  const mailboxes = mailboxesOf(campaign.sender).map(({ address }) => mailboxOf(address));
  return [sender, { workspaceId, scope: 'campaign' as const, key: campaign.id, mailboxes }];
}

function nameOf({ workspaceId, scope, key }: Pick<Kept, 'workspaceId' | 'scope' | 'key'>): string {
  return `${workspaceId} ${scope} ${key}`;
}

function passageOf({ message: { workspaceId, id, enrollmentId } }: ClaimedMessage) {
  return { workspaceId, enrollmentId, messageId: id };
}
