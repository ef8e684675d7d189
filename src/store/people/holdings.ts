/**
 * What is held of a person, table by table: which rows are theirs, and what becomes of them when they are erased. A table of the schema
 * that is neither here nor in `HOLDS_NOBODY` fails a test: a new one cannot be forgotten. Owns the statements, decides nothing.
 */
import { LIMITS } from '../../domain/limits.ts';
import { type SqlRow, type Statement, statement } from '../statement.ts';

/** Rows of one table that are a person's. Parameters: workspaceId, leadId. */
export interface Holding {
  readonly table: string;
  /** In words of the field. */
  readonly kind: string;
  readonly fate: 'goes' | 'stays';
  readonly rows: Statement<SqlRow>;
  /** Null = they are taken away, or emptied, by a step of their own. */
  readonly remove: Statement | null;
}

const OF_LEAD = 'lead_id = :leadId';
const OF_HAND_OFF = `hand_off_id IN (SELECT h.id FROM hand_off h WHERE h.workspace_id = :workspaceId AND h.lead_id = :leadId)`;
const OF_MESSAGE = `message_id IN (SELECT m.id FROM message m WHERE m.workspace_id = :workspaceId AND m.lead_id = :leadId)`;
const RARE = 'a person’s act; an index for it would cost every write';

interface Told {
  readonly where?: string;
  readonly fate?: Holding['fate'];
  readonly scans?: string;
  /** Its rows are not simply deleted. */
  readonly own?: boolean;
}

function holding(
  table: string,
  kind: string,
  { where = OF_LEAD, fate = 'goes', scans, own = false }: Told = {},
): Holding {
  const condition = `FROM ${table} WHERE workspace_id = :workspaceId AND (${where})`;
  const options = scans === undefined ? {} : { scans };
  return {
    ...{ table, kind, fate },
    rows: statement<SqlRow>(`SELECT * ${condition} LIMIT ${LIMITS.personRows}`, options),
    remove: own || fate === 'stays' ? null : statement(`DELETE ${condition}`, options),
  };
}

/**
 * In the order in which they are taken away: passages first, so that whoever decides on one is waited for, and sees that there is none;
 * what hangs on other rows before these.
 */
export const HOLDINGS: readonly Holding[] = [
  holding('enrollment', 'passages'),
  holding('lead', 'person', { where: 'id = :leadId' }),
  holding('identity', 'keys', { scans: RARE }),
  holding('lead_alias', 'merges', { where: 'lead_id = :leadId OR alias_id = :leadId' }),
  holding('review_pair', 'likenesses', { where: 'lead_id = :leadId OR other_id = :leadId', scans: RARE }),
  holding('lead_pause', 'pauses'),
  holding('lead_origin', 'sources of values'),
  holding('permission_proof', 'proofs of permission'),
  holding('source_asked', 'questions to sources'),
  holding('import_row', 'traces of imports'),
  holding('bulk_row', 'traces of acts on many leads', { scans: RARE }),
  holding('campaign_member', 'places in campaigns', { own: true }),
  holding('answer', 'answers', { where: OF_MESSAGE }),
  holding('reply', 'replies', { scans: RARE }),
  holding('refusal_telling', 'refusals that a CRM is to be told', { scans: RARE }),
  holding('crm_difference', 'differences with a CRM', { scans: RARE }),
  holding('feed', 'what webhooks and streams are told', { scans: RARE }),
  holding('webhook_send', 'tellings to webhooks'),
  holding('meeting', 'meetings'),
  holding('event', 'events'),
  holding('signal', 'signals'),
  holding('signal_change', 'rises and falls of signals'),
  holding('hand_off_send', 'sendings of hand-offs', { where: OF_HAND_OFF }),
  holding('hand_off_brief', 'briefs of hand-offs', { where: OF_HAND_OFF }),
  holding('hand_off', 'hand-offs'),
  holding('task', 'tasks'),
  holding('class_told', 'what classes told'),
  holding('class_reflection', 'reflections'),
  holding('class_attempt', 'answers in quizzes'),
  holding('class_progress', 'progress in classes'),
  holding('class_invite', 'links to classes'),
  holding('class_enrollment', 'classes'),
  holding('account_contact', 'accounts'),
  // Messages that left and the decisions under them stay as proof, see `scrub.ts`.
  holding('message', 'messages', { fate: 'stays' }),
  holding('decision', 'decisions', { fate: 'stays' }),
];

/** Tables that are found by what a person can be reached by, and not by a lead; see `mentions.ts`. */
export const BY_MENTION: Readonly<Record<string, string>> = {
  suppression: 'refusals: what they are about becomes a keyed hash',
  audit: 'acts: what was typed goes, who did what and when stays',
  mailbox_aside: 'mails that came to nothing: those from the person go',
  plan: 'plans of agents: what was asked for, where it names the person',
  bulk: 'acts on many leads: those whose filter or words name the person go',
  saved_view: 'saved views: those that name the person go',
  view_default: 'views that lists open with: those that name the person go',
  kept_answer: 'answers kept for a request that comes twice: those that tell of the person go',
};

/** Tables in which no person is written to, each with what is in it. */
export const HOLDS_NOBODY: Readonly<Record<string, string>> = {
  instance: 'the mark of the database',
  secret_proof: 'by what the secret is known again',
  refusal_note: 'keyed hashes that are to be noted outside of the database',
  departure: 'ids and digests of messages that left since a backup',
  halt: 'what a person of ours stopped',
  connection_rest: 'how connections fare',
  connection: 'our accounts at providers',
  workspace: 'settings',
  counter: 'counts',
  domain_check: 'answers of the DNS about domains',
  playbook: 'rules and templates',
  playbook_file: 'files that come with mails',
  playbook_draft: 'rules and templates that are being written',
  crm_reading: 'how far CRMs were compared',
  crm_erased: 'ids, in CRMs, of those who were erased here, until they are gone there too',
  home_sale: 'homes that were sold, by place',
  import: 'files by name, counts',
  import_seen: 'counts of a running import',
  campaign: 'settings, our senders',
  member_count: 'counts',
  routine: 'schedules',
  routine_run: 'counts, and errors for a month',
  alert: 'states of routines and of due work',
  alert_send: 'their way to us',
  send_counter: 'counts by domain and day',
  sender_slot: 'moments of our senders',
  sender_dns: 'answers of the DNS about our domains',
  sender_turn: 'counts of our senders',
  account_touch: 'moments by company domain',
  canary_message: 'ids of messages',
  canary_release: 'who let a campaign go on',
  mailbox: 'our mailboxes',
  mailbox_folder: 'how far they are read',
  account: 'companies',
  account_enrollment: 'passages of companies; ids of leads name nobody once they are gone',
  team: 'people of ours',
  api_key: 'keys of ours',
  user_account: 'people of ours',
  user_identity: 'people of ours',
  user_role: 'people of ours',
  user_session: 'people of ours',
  source_spend: 'credits of our accounts',
  source_tally: 'counts',
  feed_head: 'a count',
  webhook: 'addresses of ours',
  erasure: 'receipts of erasures: counts and keyed hashes',
};
