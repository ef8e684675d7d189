/**
 * Touches of leads and of accounts: read for the candidates whose limits ask for them, each lead and each account once. A
 * message is a touch from `sending` on, until it turns out that it never left; what people and other tools did are events.
 */
import { DAY_MS } from '../../domain/calendar/day.ts';
import { familyOf, TOUCH_DAYS, type Touch } from '../../domain/consent/pace/facts.ts';
import type { EventChannel, EventKind } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message } from '../../domain/message.ts';
import type { ClaimedMessage } from '../../engine/store-port.ts';
import { allEach, type Program, runEachLater, together } from '../program.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { insert, statement } from '../statement.ts';

interface TouchRow {
  readonly id: string;
  readonly channel: Message['channel'];
  readonly at: number;
}

const OF_LEAD = statement<TouchRow>(`
  SELECT id, channel, attempted_at AS at FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND attempted_at > :since AND (${HAS_LEFT} OR may_have_left = 1) ORDER BY attempted_at DESC LIMIT ${LIMITS.gateTouches}`);
interface OthersRow {
  readonly kind: EventKind;
  readonly channel: EventChannel | null;
  readonly at: number;
  readonly recorded_at: number;
}

/** What the lead began itself is no touch of ours. */
const BY_OTHERS = statement<OthersRow>(`
  SELECT kind, channel, at, recorded_at FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND (kind = 'human-touch' OR kind = 'tool-touch' OR kind = 'call-completed') AND at > :since
  AND (direction IS NULL OR direction = 'out')
  ORDER BY id DESC LIMIT ${LIMITS.gateTouches}`);
/** A message that was tried again has a row of each try; the last one counts. */
const OF_ACCOUNT = statement<TouchRow & { lead_id: string }>(`
  SELECT m.id, m.channel, m.lead_id, t.at FROM account_touch t
  JOIN message m ON m.workspace_id = t.workspace_id AND m.id = t.message_id AND m.attempted_at = t.at
  WHERE t.workspace_id = :workspaceId AND t.account = :account AND t.at > :since AND (${HAS_LEFT} OR may_have_left = 1)
  ORDER BY t.at DESC LIMIT ${LIMITS.gateTouches}`);
const ADD = insert('account_touch', ['workspaceId', 'account', 'at', 'messageId'], 'ON CONFLICT DO NOTHING');
const FORGET = statement(
  'DELETE FROM account_touch WHERE workspace_id = :workspaceId AND account = :account AND at < :before',
);

/** How long touches of an account are kept: a limit on it is by the day, and no day of a zone is longer ago. */
const ACCOUNT_MS = 2 * DAY_MS;

interface Known extends Touch {
  /** The message that it was; null = no message of ours. */
  readonly messageId: string | null;
  readonly leadId: string;
}

interface AccountKey {
  readonly workspaceId: string;
  readonly account: string;
}

/** The touches of one turn. */
export class Touches {
  readonly #ofLeads: ReadonlyMap<string, Known[]>;
  readonly #ofAccounts: ReadonlyMap<string, Known[]>;
  readonly #now: number;
  readonly #added = new Map<Message, AccountKey>();

  constructor(ofLeads: ReadonlyMap<string, Known[]>, ofAccounts: ReadonlyMap<string, Known[]>, now: number) {
    this.#ofLeads = ofLeads;
    this.#ofAccounts = ofAccounts;
    this.#now = now;
  }

  /** Touches before this message. A try before this one is none, whether or not it left: the message is back in hand. */
  of(claimed: ClaimedMessage): { readonly touches: readonly Touch[]; readonly accountTouches: readonly Touch[] } {
    const { id, leadId } = claimed.message;
    const others = ({ messageId }: Known) => messageId !== id;
    const touches = (this.#ofLeads.get(leadKey(claimed)) ?? []).filter(others);
    const ofAccount = this.#ofAccounts.get(accountKey(claimed) ?? '') ?? [];
    return { touches, accountTouches: [...touches, ...ofAccount.filter((touch) => touch.leadId !== leadId)] };
  }

  depart(claimed: ClaimedMessage): void {
    const { message, recipient } = claimed;
    const { workspaceId, id: messageId, leadId } = message;
    const touch: Known = { messageId, leadId, at: this.#now, channel: familyOf(message.channel), by: 'us' };
    this.#ofLeads.get(leadKey(claimed))?.push(touch);
    this.#ofAccounts.get(accountKey(claimed) ?? '')?.push(touch);
    if (recipient.domain !== null) this.#added.set(message, { workspaceId, account: recipient.domain });
  }

  *write(): Program<void> {
    const at = this.#now;
    yield* runEachLater(
      ADD,
      [...this.#added].map(([{ id: messageId }, key]) => ({ ...key, at, messageId })),
    );
    const accounts = new Map([...this.#added.values()].map((key) => [`${key.workspaceId} ${key.account}`, key]));
    yield* runEachLater(
      FORGET,
      [...accounts.values()].map((key) => ({ ...key, before: at - ACCOUNT_MS })),
    );
  }
}

function leadKey({ message: { workspaceId, leadId } }: ClaimedMessage): string {
  return `${workspaceId} ${leadId}`;
}

/** Null = the lead has no account, and only its own touches count. */
function accountKey({ message: { workspaceId }, recipient: { domain } }: ClaimedMessage): string | null {
  return domain === null ? null : `${workspaceId} ${domain}`;
}

/** Reads the touches of these messages' leads and, of `withAccount`, of their accounts. */
export function* readTouches(
  withLead: readonly ClaimedMessage[],
  withAccount: readonly ClaimedMessage[],
  now: number,
): Program<Touches> {
  const leads = new Map(withLead.map((claimed) => [leadKey(claimed), claimed.message]));
  const since = now - TOUCH_DAYS * DAY_MS;
  const keys = [...leads.values()].map(({ workspaceId, leadId }) => ({ workspaceId, leadId, since }));
  const [ours, others, ofAccounts] = yield* together(
    allEach(OF_LEAD, keys),
    allEach(BY_OTHERS, keys),
    readAccounts(withAccount, now),
  );
  const ofLeads = new Map<string, Known[]>();
  for (const [i, key] of [...leads.keys()].entries()) {
    const leadId = keys[i]?.leadId ?? '';
    const mine = (ours[i] ?? []).map((row) => touchOf(row, leadId));
    ofLeads.set(key, [...mine, ...(others[i] ?? []).map((row) => touchByOthers(row, leadId))]);
  }
  return new Touches(ofLeads, ofAccounts, now);
}

function* readAccounts(withAccount: readonly ClaimedMessage[], now: number): Program<Map<string, Known[]>> {
  const keys = new Map<string, AccountKey>();
  for (const claimed of withAccount) {
    const key = accountKey(claimed);
    const account = claimed.recipient.domain;
    if (key !== null && account !== null) keys.set(key, { workspaceId: claimed.message.workspaceId, account });
  }
  const found = yield* allEach(
    OF_ACCOUNT,
    [...keys.values()].map((key) => ({ ...key, since: now - ACCOUNT_MS })),
  );
  return new Map([...keys.keys()].map((key, i) => [key, (found[i] ?? []).map((row) => touchOf(row, row.lead_id))]));
}

function touchOf({ id, channel, at }: TouchRow, leadId: string): Known {
  return { messageId: id, leadId, at, channel: familyOf(channel), by: 'us' };
}

/** Another tool's clock cannot put a touch ahead of when we heard of it. */
function touchByOthers({ kind, channel, at, recorded_at }: OthersRow, leadId: string): Known {
  const counted = channel === 'email' || channel === 'sms' || channel === 'voice' ? channel : 'other';
  return {
    messageId: null,
    leadId,
    at: Math.min(at, recorded_at),
    channel: kind === 'call-completed' ? 'voice' : counted,
    by: kind === 'tool-touch' ? 'tool' : 'person',
  };
}
