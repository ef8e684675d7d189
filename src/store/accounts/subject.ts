/** An account with everything that it is decided on, read in one transaction. Decides nothing. */
import type { AccountEnrollment } from '../../domain/account/enrollment.ts';
import type { EventKind } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  AccountContactFacts,
  AccountEvent,
  AccountRecord,
  AccountSubject,
  AccountTouchRecord,
  SuppressionKeysOf,
} from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { leadsById } from '../leads/leads.ts';
import { pausesOf } from '../leads/pauses.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { all, allEach, first, type Program } from '../program.ts';
import { campaignIn } from '../rows/campaign.ts';
import { recipientOf } from '../rows/lead.ts';
import { type SqlRow, statement } from '../statement.ts';
import { byPhoneOf } from '../work/by-phone.ts';
import { accountById } from './accounts.ts';

const CONTACTS = statement<{ lead_id: string; position: number }>(`
  SELECT lead_id, position FROM account_contact WHERE workspace_id = :workspaceId AND account_id = :accountId
  LIMIT ${LIMITS.accountContacts}`);
const STAGE = statement<{ stage: AccountContactFacts['stage'] }>(`
  SELECT stage FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);
const EVENTS = statement<SqlRow>(`
  SELECT id, kind, outcome, direction, channel, verdict, at, recorded_at FROM event
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND at >= :since ORDER BY id DESC LIMIT ${LIMITS.accountEvents}`);
const ELSEWHERE = statement<{ name: string }>(`
  SELECT c.name FROM enrollment e JOIN campaign c ON c.workspace_id = e.workspace_id AND c.id = e.campaign_id
  WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId AND e.state <> 'ended' AND e.campaign_id <> :campaignId
  LIMIT ${LIMITS.accountCompetitors}`);
/** Keys of a passage lie between its id with a colon and its id with the next character. */
const MESSAGES = statement<SqlRow>(`
  SELECT id, lead_id, intent_key, channel, state, created_at, COALESCE(sent_at, attempted_at) AS left_at FROM message
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND intent_key > :from AND intent_key < :to
  LIMIT ${LIMITS.accountTouches}`);
const TASKS = statement<SqlRow>(`
  SELECT id, lead_id, intent_key, 'task' AS channel, state, due_at AS created_at, done_at AS left_at FROM task
  WHERE workspace_id = :workspaceId AND intent_key > :from AND intent_key < :to LIMIT ${LIMITS.accountTouches}`);
const COMPETITOR = statement<{ id: string }>(`
  SELECT a.id FROM account a WHERE a.workspace_id = :workspaceId AND a.id = :id AND (a.customer = 1 OR EXISTS
    (SELECT 1 FROM account_enrollment e WHERE e.workspace_id = a.workspace_id AND e.account_id = a.id AND e.state <> 'ended'))`);

const GENERATIONS = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM account_enrollment
  WHERE workspace_id = :workspaceId AND account_id = :accountId AND campaign_id = :campaignId`);

/** Which account, on what it is decided, and for which campaign. */
interface SubjectAsk {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly enrollment: AccountEnrollment | null;
  /** Null = the one of its passage. */
  readonly campaignId: string | null;
  readonly suppressionKeys: SuppressionKeysOf;
}

/** The account with all that is known of it; null = there is no such account. */
export function* readSubject(ask: SubjectAsk): Program<AccountSubject | null> {
  const { workspaceId, accountId, enrollment } = ask;
  const account = yield* accountById(workspaceId, accountId);
  const workspace = yield* workspaceById(workspaceId);
  if (!account || !workspace) return null;
  const positions = yield* all(CONTACTS, { workspaceId, accountId });
  const ids = positions.map(({ lead_id }) => lead_id);
  const leads = yield* leadsById(workspaceId, ids);
  const known = positions.flatMap(({ lead_id, position }) => {
    const lead = leads.get(lead_id);
    return lead ? [{ lead, position }] : [];
  });
  return {
    ...{ account, workspace, enrollment },
    contacts: yield* contactsOf(
      ask,
      known.sort((a, b) => a.position - b.position || (a.lead.id < b.lead.id ? -1 : 1)),
    ),
    campaign: enrollment && (yield* campaignIn(new Map(), workspaceId, enrollment.campaignId)),
    touches: enrollment === null ? [] : yield* touchesOf(enrollment, ids),
    competitors: yield* competitorsOf(account),
    generations: yield* generationsOf(ask),
  };
}

type Placed = Pick<AccountContactFacts, 'lead' | 'position'>;

function* contactsOf(ask: SubjectAsk, placed: readonly Placed[]): Program<AccountContactFacts[]> {
  const { workspaceId, enrollment, suppressionKeys } = ask;
  const campaignId = ask.campaignId ?? enrollment?.campaignId ?? '';
  const keys = placed.map(({ lead }) => ({ workspaceId, leadId: lead.id }));
  const pauses = yield* pausesOf(
    workspaceId,
    keys.map(({ leadId }) => leadId),
  );
  const suppressions = yield* suppressionsFor(
    workspaceId,
    placed.map(({ lead }) => recipientOf(lead)),
    suppressionKeys,
  );
  const byPhone = yield* byPhoneOf(keys.map((key) => ({ ...key, but: '' })));
  const inCampaign = keys.map((key) => ({ ...key, campaignId }));
  const stages = yield* allEach(STAGE, inCampaign);
  const elsewhere = yield* allEach(ELSEWHERE, inCampaign);
  const since = enrollment?.startedAt ?? Number.MAX_SAFE_INTEGER;
  const events = yield* allEach(
    EVENTS,
    keys.map((key) => ({ ...key, since })),
  );
  return placed.map(({ lead, position }, i) => ({
    ...{ lead, position, pause: pauses.get(lead.id) ?? null, stage: stages[i]?.[0]?.stage ?? null },
    suppressions: suppressions[i] ?? [],
    byPhone: byPhone[i] ?? { consents: [], texted: false },
    events: (events[i] ?? []).map(eventOf),
    elsewhere: (elsewhere[i] ?? []).map(({ name }) => name),
  }));
}

function eventOf(row: SqlRow): AccountEvent {
  return {
    id: row.id as string,
    kind: row.kind as EventKind,
    outcome: row.outcome as string | null,
    direction: row.direction as AccountEvent['direction'],
    channel: row.channel as AccountEvent['channel'],
    verdict: row.verdict as AccountEvent['verdict'],
    at: row.at as number,
    recordedAt: row.recorded_at as number,
  };
}

function* touchesOf({ workspaceId, id }: AccountEnrollment, leadIds: readonly string[]): Program<AccountTouchRecord[]> {
  const range = { workspaceId, from: `enr:${id}:`, to: `enr:${id};` };
  const messages = yield* allEach(
    MESSAGES,
    leadIds.map((leadId) => ({ ...range, leadId })),
  );
  const tasks = yield* all(TASKS, range);
  return [...messages.flat(), ...tasks].map((row) => ({
    leadId: row.lead_id as string,
    intentKey: row.intent_key as string,
    channel: row.channel as AccountTouchRecord['channel'],
    state: row.state as AccountTouchRecord['state'],
    id: row.id as string,
    madeAt: row.created_at as number,
    leftAt: row.left_at as number | null,
  }));
}

/** How many passages the account had through the campaign that is asked for. */
function* generationsOf({ workspaceId, accountId, campaignId, enrollment }: SubjectAsk): Program<number> {
  const key = { workspaceId, accountId, campaignId: campaignId ?? enrollment?.campaignId ?? '' };
  return (yield* first(GENERATIONS, key))?.n ?? 0;
}

function* competitorsOf({ workspaceId, competitors }: AccountRecord): Program<string[]> {
  const found = yield* allEach(
    COMPETITOR,
    competitors.map((id) => ({ workspaceId, id })),
  );
  return found.flat().map(({ id }) => id);
}
