/**
 * Touches of leads, of accounts and of numbers: read for the candidates whose limits ask for them, each of them once. A
 * message is a touch from `sending` on, until it turns out that it never left; what people and other tools did are events.
 */
import { DAY_MS } from '../../domain/calendar/day.ts';
import { familyOf, type GateFacts, TOUCH_DAYS, type Touch } from '../../domain/consent/pace/facts.ts';
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

/** What the lead began itself is no touch of ours. However long ago: a hold may wait for a person’s word without an end. */
export const TOUCHED_BY_OTHERS = `(kind = 'human-touch' OR kind = 'tool-touch' OR kind = 'call-completed')
  AND (direction IS NULL OR direction = 'out')`;
const BY_OTHERS = statement<OthersRow>(`
  SELECT kind, channel, at, recorded_at FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND ${TOUCHED_BY_OTHERS}
  ORDER BY id DESC LIMIT ${LIMITS.gateTouches}`);
/** Texts and calls to a number, whoever of its leads they were for. */
const OF_NUMBER = statement<TouchRow>(`
  SELECT id, channel, attempted_at AS at FROM message WHERE workspace_id = :workspaceId AND recipient = :number
  AND channel <> 'email' AND attempted_at > :since AND (${HAS_LEFT} OR may_have_left = 1)
  ORDER BY attempted_at DESC LIMIT ${LIMITS.gateTouches}`);
/** What happened to a lead that was merged into another stays under its own id. */
const ALIASES = statement<{ alias_id: string }>(
  'SELECT alias_id FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY alias_id',
);
/** A message that was tried again has a row of each try; the last one counts. */
const OF_ACCOUNT = statement<TouchRow>(`
  SELECT m.id, m.channel, t.at FROM account_touch t
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
}

interface AccountKey {
  readonly workspaceId: string;
  readonly account: string;
}

/** Touches by the keys of leads, accounts and numbers. */
type Found = ReadonlyMap<string, Known[]>;

/** The touches of one turn. */
export class Touches {
  readonly #ofLeads: Found;
  readonly #ofAccounts: Found;
  readonly #ofNumbers: Found;
  readonly #now: number;
  readonly #added = new Map<Message, AccountKey>();

  constructor(ofLeads: Found, ofAccounts: Found, ofNumbers: Found, now: number) {
    this.#ofLeads = ofLeads;
    this.#ofAccounts = ofAccounts;
    this.#ofNumbers = ofNumbers;
    this.#now = now;
  }

  /** Touches before this message. A try before this one is none, whether or not it left: the message is back in hand. */
  of(claimed: ClaimedMessage): Pick<GateFacts, 'touches' | 'accountTouches' | 'numberTouches'> {
    const others = ({ messageId }: Known) => messageId !== claimed.message.id;
    const touches = (this.#ofLeads.get(leadKey(claimed)) ?? []).filter(others);
    const ofAccount = (this.#ofAccounts.get(accountKey(claimed) ?? '') ?? []).filter(others);
    const ofNumber = (this.#ofNumbers.get(numberKey(claimed) ?? '') ?? []).filter(others);
    return { touches, accountTouches: united(touches, ofAccount), numberTouches: united(touches, ofNumber) };
  }

  depart(claimed: ClaimedMessage): void {
    const { message, recipient } = claimed;
    const { workspaceId, id: messageId } = message;
    const touch: Known = { messageId, at: this.#now, channel: familyOf(message.channel), by: 'us' };
    this.#ofLeads.get(leadKey(claimed))?.push(touch);
    this.#ofAccounts.get(accountKey(claimed) ?? '')?.push(touch);
    this.#ofNumbers.get(numberKey(claimed) ?? '')?.push(touch);
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

/** Touches of accounts by messages whose turn was not this database's own. */
export function* touchAccounts(
  left: readonly { readonly claimed: ClaimedMessage; readonly at: number }[],
): Program<void> {
  const touches = left.flatMap(({ claimed: { message, recipient }, at }) => {
    const { workspaceId, id: messageId } = message;
    return recipient.domain === null ? [] : [{ workspaceId, account: recipient.domain, at, messageId }];
  });
  yield* runEachLater(ADD, touches);
}

/** The second list goes beyond the first one, and has its messages again. */
function united(touches: readonly Known[], more: readonly Known[]): readonly Known[] {
  const own = new Set(touches.map(({ messageId }) => messageId));
  return [...touches, ...more.filter(({ messageId }) => !own.has(messageId))];
}

function leadKey({ message: { workspaceId, leadId } }: ClaimedMessage): string {
  return `${workspaceId} ${leadId}`;
}

/** Null = the lead has no account, and only its own touches count. */
function accountKey({ message: { workspaceId }, recipient: { domain } }: ClaimedMessage): string | null {
  return domain === null ? null : `${workspaceId} ${domain}`;
}

/** Null = it goes to no number. */
function numberKey({ message: { workspaceId, channel, recipient } }: ClaimedMessage): string | null {
  return channel === 'email' ? null : `${workspaceId} ${recipient}`;
}

/** Reads the touches of these messages' leads and numbers and, of `withAccount`, of their accounts. */
export function* readTouches(
  withLead: readonly ClaimedMessage[],
  withAccount: readonly ClaimedMessage[],
  now: number,
): Program<Touches> {
  const leads = new Map(withLead.map((claimed) => [leadKey(claimed), claimed.message]));
  const since = now - TOUCH_DAYS * DAY_MS;
  const keys = [...leads.values()].map(({ workspaceId, leadId }) => ({ workspaceId, leadId, since }));
  const [own, aliases, ofAccounts, ofNumbers] = yield* together(
    touchesOf(keys),
    allEach(ALIASES, keys),
    readAccounts(withAccount, now),
    readNumbers(withLead, since),
  );
  // Nearly no lead has any.
  const merged = keys.flatMap((key, i) =>
    (aliases[i] ?? []).map(({ alias_id: leadId }) => ({ key: { ...key, leadId }, into: own[i] ?? [] })),
  );
  const theirs = yield* touchesOf(merged.map(({ key }) => key));
  for (const [i, { into }] of merged.entries()) into.push(...(theirs[i] ?? []));
  const ofLeads = new Map([...leads.keys()].map((key, i) => [key, own[i] ?? []]));
  return new Touches(ofLeads, ofAccounts, ofNumbers, now);
}

/** What was done to each of these leads, by us and by others. */
function* touchesOf(
  keys: readonly { readonly workspaceId: string; readonly leadId: string; readonly since: number }[],
): Program<Known[][]> {
  const [ours, others] = yield* together(allEach(OF_LEAD, keys), allEach(BY_OTHERS, keys));
  return keys.map((_, i) => [...(ours[i] ?? []).map(touchOf), ...(others[i] ?? []).map(touchByOthers)]);
}

function* readNumbers(candidates: readonly ClaimedMessage[], since: number): Program<Found> {
  const asked = new Map(candidates.map((claimed) => [numberKey(claimed), claimed.message]));
  asked.delete(null);
  const found = yield* allEach(
    OF_NUMBER,
    [...asked.values()].map(({ workspaceId, recipient: number }) => ({ workspaceId, number, since })),
  );
  return new Map([...asked.keys()].map((key, i) => [key ?? '', (found[i] ?? []).map(touchOf)]));
}

function* readAccounts(withAccount: readonly ClaimedMessage[], now: number): Program<Found> {
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
  return new Map([...keys.keys()].map((key, i) => [key, (found[i] ?? []).map(touchOf)]));
}

function touchOf({ id, channel, at }: TouchRow): Known {
  return { messageId: id, at, channel: familyOf(channel), by: 'us' };
}

/** Another tool's clock cannot put a touch ahead of when we heard of it. */
function touchByOthers({ kind, channel, at, recorded_at }: OthersRow): Known {
  const counted = channel === 'email' || channel === 'sms' || channel === 'voice' ? channel : 'other';
  return {
    messageId: null,
    at: Math.min(at, recorded_at),
    channel: kind === 'call-completed' ? 'voice' : counted,
    by: kind === 'tool-touch' ? 'tool' : 'person',
  };
}
