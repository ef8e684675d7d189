/** Every constraint of the schema is shown to fire: a row that breaks it is refused, with its own words. */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { snakeCase } from '../statement.ts';
import { SQLITE } from './dialect.ts';
import { migrations } from './migrations.ts';

const TEXTS = migrations(SQLITE).flatMap(({ statements }) => statements);
const database = new DatabaseSync(':memory:');
for (const text of TEXTS) database.exec(text);
database.exec('PRAGMA foreign_keys = ON');

type Row = Readonly<Record<string, string | number | null>>;

const W = { workspaceId: 'w' };
/** A lawful row of each table. */
const LAWFUL: Readonly<Record<string, Row>> = {
  instance: { id: 'this', token: 't', epoch: 1, claimedAt: 1 },
  erasure: { ...W, id: 'e', at: 1, by: 'me', counts: '{}', keyHashes: '[]' },
  secret_proof: { id: 'this', proof: 'p' },
  reply: {
    ...{ ...W, eventId: 'e', leadId: 'l', at: 1, state: 'done', meaning: 'unsure', corrections: 1 },
    ...{ correctedBy: 'me', correctedAt: 1, closedBy: 'me' },
  },
  answer: {
    ...{ ...W, messageId: 'm', eventId: 'e', turn: 1, writtenBy: 'me', writtenAt: 1, subject: '', thread: '[]' },
    words: 'Yes.',
  },
  halt: { ...W, channel: '', why: '', by: 'me', at: 1 },
  connection_rest: { connection: 'smtp', faults: 1, rests: 0 },
  connection: {
    ...{ ...W, id: 'x', name: 'n', provider: 'smtp', settings: '{}', sealed: 'v1.k.s', revision: 1, createdAt: 1 },
    ...{ state: 'failing', failureCode: 'c', failureSays: 's', failureAt: 1, leaseOwner: 'me', leaseUntil: 1 },
  },
  api_key: {
    ...{ ...W, id: 'k', name: 'n', prefix: 'rk_1', hash: 'a'.repeat(64), role: 'admin', createdAt: 1, createdBy: 'me' },
    kind: 'agent',
  },
  bulk: {
    ...{
      ...W,
      id: 'b',
      requestKey: 'k',
      state: 'done',
      act: 'tag',
      value: 'vip',
      why: '',
      asked: '',
      position: '',
      fits: 1,
    },
    ...{
      changedCount: 1,
      skippedCount: 0,
      restoredCount: 0,
      keptCount: 0,
      reasons: '{}',
      startedBy: 'me',
      startedAt: 1,
    },
    finishedAt: 1,
  },
  saved_view: {
    ...{ ...W, list: 'lead', owner: '', name: 'v', asked: '', sort: '', columns: '[]', words: '{}', savedBy: 'me' },
    savedAt: 1,
  },
  view_default: { ...W, list: 'lead', openedBy: 'me', owner: '', name: 'v' },
  bulk_row: { ...W, bulkId: 'b', leadId: 'l', change: '{}', undone: '' },
  plan: {
    ...{
      ...W,
      id: 'p',
      state: 'used',
      operation: 'o',
      digest: 'a'.repeat(64),
      proposedBy: 'key:a',
      proposedAs: 'key:a',
    },
    ...{
      proposedAt: 1,
      expiresAt: 2,
      decidedBy: 'cli',
      decidedAt: 1,
      usedAt: 1,
      outcome: 'done',
      why: '',
      input: '{}',
    },
    about: '{}',
  },
  kept_answer: { ...W, caller: 'c', key: 'k', requestHash: 'h', state: 'done', owner: 'o', until: 1, answer: '{}' },
  user_account: { id: 'u', email: 'a@x.co', name: 'n', password: '$argon2id$', createdAt: 1, createdBy: 'me' },
  user_identity: { issuer: 'https://id.acme.example', subject: 's', userId: 'u', boundAt: 1 },
  user_role: { ...W, userId: 'u', role: 'admin', givenAt: 1, givenBy: 'me' },
  user_session: { hash: 'a'.repeat(64), userId: 'u', createdAt: 1, seenAt: 1, expiresAt: 2 },
  workspace: { id: 'w', mode: 'dry', settings: '{}', createdAt: 1 },
  counter: { ...W, name: 'n', value: 1 },
  domain_check: { domain: 'x.co', checkedAt: 1, expiresAt: 1, route: '{}' },
  playbook: { ...W, hash: 'h', name: 'n', createdAt: 1, content: '{}' },
  playbook_file: { ...W, hash: 'a'.repeat(64), content: 'YQ==' },
  playbook_draft: { ...W, name: 'n', revision: 1, files: '{}', changedAt: 1, changedBy: 'cli' },
  audit: { ...W, id: 'a', at: 1, actor: 'me', operation: 'o', input: '{}' },
  import: {
    ...{ ...W, id: 'i', source: 's', fileName: 'f', fileHash: 'h', optionsHash: 'o', options: '{}', state: 'running' },
    ...{ readCount: 4, createdCount: 1, mergedCount: 1, unchangedCount: 1, rejectedCount: 1, rejectsBytes: 0 },
    ...{ startedAt: 1, leaseOwner: 'me', leaseUntil: 1 },
  },
  import_row: { ...W, importId: 'i', line: 1, leadId: 'l', outcome: 'merged', change: '{}' },
  import_seen: { ...W, importId: 'i', contentHash: 'c', seen: 1 },
  lead: { ...W, id: 'l', revision: 1, source: 's', createdAt: 1, changedAt: 1 },
  identity: { ...W, key: 'k', leadId: 'l' },
  lead_alias: { ...W, aliasId: 'b', leadId: 'a', mergedAt: 1, before: '{}' },
  lead_pause: { ...W, leadId: 'l', kind: 'person', at: 1, by: 'me', why: '' },
  review_pair: { ...W, leadId: 'a', otherId: 'b', score: 1, reasons: '[]', state: 'open', createdAt: 1 },
  suppression: { ...W, keyHash: 'k', channel: 'email', kind: 'address', reason: 'r', origin: 'o', at: 1 },
  campaign: {
    ...{ ...W, id: 'c', name: 'n', state: 'draft', playbookHash: 'h', audience: '{}', sender: '{}' },
    ...{ assessedRevision: 0, createdAt: 1 },
  },
  member_count: { ...W, campaignId: 'c', stage: 'ready', tier: 'hot', reasonCode: 'r', leads: 1 },
  campaign_member: {
    ...{ ...W, campaignId: 'c', leadId: 'l', stage: 'ready', tier: 'hot', score: 1, coverage: 1 },
    ...{ reasonCode: 'r', decisionId: 'd' },
  },
  decision: {
    ...W,
    leadId: 'l',
    id: 'd',
    campaignId: 'c',
    at: 1,
    verdict: 'v',
    rulesetId: 'r',
    reasons: '[]',
    facts: '{}',
  },
  enrollment: {
    ...{
      ...W,
      id: 'e',
      campaignId: 'c',
      leadId: 'l',
      generation: 1,
      sequence: 's',
      playbookHash: 'h',
      decisionId: 'd',
    },
    ...{ state: 'due', step: 'one', visit: 0, dueAt: 1, zone: 'UTC', score: 0, startedAt: 1 },
  },
  message: {
    ...{
      ...W,
      id: 'm',
      intentKey: 'k',
      leadId: 'l',
      campaignId: '',
      lane: 1,
      channel: 'email',
      template: 't',
      playbookHash: 'h',
      decisionId: 'd',
    },
    ...{ recipient: 'r', sender: 's', state: 'queued', dueAt: 1, attempts: 0, fence: 0, createdAt: 1 },
  },
  signal: { ...W, leadId: 'l', campaignId: 'c', name: 'hot', playbookHash: 'h', state: 'down', evidence: '[]' },
  signal_change: {
    ...{ ...W, leadId: 'l', id: 's', campaignId: 'c', name: 'hot', state: 'up', at: 1, noticedAt: 1, points: 60 },
    ...{ evidence: '[]' },
  },
  send_counter: { ...W, scope: 'sender', key: 's', channel: 'email', day: 1, used: 1 },
  sender_slot: { ...W, channel: 'email', sender: 's', lastSentAt: 1 },
  sender_turn: { ...W, campaignId: 'c', sender: 's', given: 1 },
  source_spend: {
    ...{ ...W, id: 's', source: 's', vendor: 'v', month: '2026-11', at: 1, state: 'asked', most: 1, credits: 0 },
  },
  source_asked: { ...W, leadId: 'l', source: 's', at: 1, found: 1 },
  source_tally: {
    ...{ ...W, source: 's', created: 0, merged: 0, unchanged: 0, rejected: 0, firstAt: 1, lastAt: 1 },
  },
  lead_origin: { ...W, leadId: 'l', at: 1, source: 's', fields: ',email,' },
  permission_proof: { ...W, leadId: 'l', id: 'p', at: 1, source: 's', basis: 'consent', told: '{}' },
  sender_dns: { ...W, domain: 'a.co', askedAt: 1, findings: '[]' },
  meeting: { ...W, id: 'g', leadId: 'l', state: 'booked', origin: 'o', ref: 'r', toldAt: 1, attempts: 0 },
  home_sale: { ...W, place: '97201', soldAt: 1, address: 'a', price: 1, home: '{}', addedAt: 1 },
  account_touch: { ...W, account: 'a.co', at: 1, messageId: 'm' },
  canary_message: { ...W, campaignId: 'c', messageId: 'm', leftAt: 1 },
  canary_release: { ...W, campaignId: 'c', at: 1, by: 'me' },
  event: {
    ...{ ...W, leadId: 'l', id: 'v', kind: 'opened', at: 1, recordedAt: 1, origin: 'o', originId: 'i' },
    ...{ verdict: 'human' },
  },
  task: {
    ...{ ...W, id: 't', intentKey: 'k', campaignId: 'c', enrollmentId: 'e', leadId: 'l', kind: 'task', title: 't' },
    ...{ outcomes: '[]', state: 'open', dueAt: 1 },
  },
  routine: { ...W, name: 'n', input: '{}', said: '{}', enabled: 1, changedAt: 1 },
  routine_run: {
    ...{ ...W, routine: 'n', slotAt: 1, cause: 'schedule', state: 'running', missed: 0, attempts: 1, fence: 1 },
    ...{ leaseOwner: 'me', leaseUntil: 1, startedAt: 1, processed: 0, succeeded: 0, failed: 0, details: '{}' },
  },
  alert: { ...W, id: 'a', subject: 'due-work', status: 'late', was: 'healthy', at: 1, facts: '{}', turn: 1 },
  alert_send: { ...W, alertId: 'a', target: 'slack', state: 'queued', attempts: 0, dueAt: 1 },
  team: { ...W, name: 'sales', settings: '{}', turn: 0, changedAt: 1 },
  hand_off: {
    ...{ ...W, id: 'h', intentKey: 'k', taskId: 't', campaignId: 'c', enrollmentId: 'e', leadId: 'l', team: 'sales' },
    ...{ reason: '{}', state: 'open', openedAt: 1, escalations: 0 },
  },
  hand_off_brief: { ...W, handOffId: 'h', brief: '{}' },
  hand_off_send: {
    ...W,
    handOffId: 'h',
    target: 'crm',
    turn: 0,
    state: 'queued',
    attempts: 0,
    dueAt: 1,
    receipt: '{}',
  },
  feed: { ...W, kind: 'message.sent', id: 'm', leadId: '', version: 1, position: 1, at: 1 },
  feed_head: { id: 'feed', position: 1 },
  webhook: {
    ...{ ...W, id: 'w', name: 'crm', url: 'https://a.example', kinds: '["*"]', private: 0, state: 'on', sealed: 'v1' },
    ...{ position: 0, restUntil: 0, fails: 0, createdAt: 1, createdBy: 'me' },
  },
  webhook_send: {
    ...{ ...W, webhookId: 'w', id: 'e', kind: 'message.sent', leadId: '', state: 'queued', attempts: 0, dueAt: 1 },
    ...{ detail: '', createdAt: 1, body: '{}' },
  },
  departure: { ...W, messageId: 'm', intent: 'i', at: 0, way: 'smtp', bodyHash: 'h', state: 'left' },
  refusal_note: { ...W, keyHash: 'h', channel: 'email', at: 0 },
  refusal_telling: { ...W, eventId: 'e', leadId: 'l', state: 'queued', attempts: 0, dueAt: 1 },
  crm_difference: {
    ...{
      ...W,
      connection: 'crm',
      contactId: 'c',
      field: 'company',
      id: 'd',
      verdict: 'propose',
      because: 'reconcile-asks',
    },
    ...{ state: 'open', seenAt: 1 },
  },
  crm_reading: { ...W, connection: 'crm', phase: 'handed', after: '', startedAt: 1, counts: '{}' },
  crm_erased: { ...W, source: 'crm', contactId: 'c', erasedAt: 1 },
  mailbox: { ...W, name: 'm', recorded: 0, passedOver: 0 },
  account: { ...W, id: 'a.co', name: 'A', customer: 0, competitors: '[]', createdAt: 1 },
  account_contact: { ...W, accountId: 'a.co', leadId: 'l', position: 1 },
  account_enrollment: {
    ...{ ...W, id: 'e', accountId: 'a.co', campaignId: 'c', generation: 1, sequence: 's', playbookHash: 'h' },
    ...{ state: 'due', dueAt: 1, zone: 'UTC', startedAt: 1, settled: '[]' },
  },
  class_enrollment: {
    ...{ ...W, leadId: 'l', course: 'c', enrolledAt: 1, generation: 1, startedAt: 1, lastActivityAt: 1 },
    ...{ currentSection: 's', doneCount: 1, sectionCount: 1, finalLabel: 'hot', finalScore: 70, finalizedAt: 1 },
  },
  class_invite: { ...W, id: 'i', leadId: 'l', course: 'c', generatedAt: 1, expiresAt: 2 },
  class_progress: { ...W, origin: 'o', originId: 'i', leadId: 'l', course: 'c', section: 's', at: 1, recordedAt: 1 },
  class_attempt: { ...W, leadId: 'l', course: 'c', section: 's', question: 0, attempt: 1, points: 100, at: 1 },
  class_reflection: { ...W, leadId: 'l', course: 'c', section: 's', prompt: 0, text: 't', at: 1 },
  class_told: { ...W, leadId: 'l', course: 'c', action: 'ready-for-booking', toldAt: 1 },
  mailbox_folder: { ...W, mailbox: 'm', folder: 'INBOX', uidValidity: 1, lastUid: 0, tries: 0 },
  mailbox_aside: { ...W, mailbox: 'm', id: 'a', at: 1, folder: 'INBOX', uid: 1, code: 'c' },
};

/** What a run is once it is over. */
const OVER: Row = { leaseOwner: null, leaseUntil: null, finishedAt: 1 };

/** Rows that break a CHECK: the lawful one with something else. */
const BREAKING: readonly (readonly [table: string, ...parts: Row[]])[] = [
  ['workspace', { mode: 'wet' }],
  ['sender_turn', { given: -1 }],
  ['sender_dns', { domain: '' }],
  ['home_sale', { place: '' }, { price: 0 }],
  ['import', { state: 'lost' }, { readCount: 5 }, { leaseOwner: null }, { leaseUntil: null }],
  ['import_row', { outcome: 'created', change: null }, { outcome: 'unchanged' }],
  ['lead', { basis: 'hope' }],
  ['lead_pause', { kind: 'mood' }],
  ['lead_alias', { aliasId: 'a' }],
  ['review_pair', { leadId: 'b', otherId: 'a' }, { leadId: 'b' }, { state: 'new' }, { score: -1 }, { score: 1001 }],
  ['suppression', { channel: 'fax' }, { kind: 'face' }],
  ['campaign', { state: 'dead' }, { tracking: 'everything' }],
  ['member_count', { leads: -1 }],
  ['campaign_member', { stage: 'lost' }, { tier: 'tepid' }, { review: 'maybe' }],
  [
    'enrollment',
    ...[
      { generation: 0 },
      { state: 'lost' },
      { visit: -1 },
      { dueAt: null },
      { step: null },
      { reasonCode: 'r' },
      { followsAt: 1 },
    ],
    ...[{ state: 'waiting' }, { state: 'ended', dueAt: null, endedAt: 1 }, { reason: '{}' }],
    ...[
      { state: 'ended', reason: '{}', reasonCode: 'r', endedAt: 1 },
      { state: 'ended', reason: '{}', reasonCode: 'r', dueAt: null },
    ],
  ],
  [
    'message',
    ...[
      { lane: 2 },
      { state: 'lost' },
      { heard: 'opened' },
      { state: 'held' },
      { state: 'refused' },
      { state: 'failed' },
    ],
    ...[{ reason: '{}' }, { reasonCode: 'r' }, { state: 'delivered' }, { state: 'claimed' }],
    ...[{ mayHaveLeft: 2 }, { mayHaveLeft: 1, state: 'refused', reason: '{}', reasonCode: 'r' }],
    { state: 'claimed', leaseOwner: 'me' },
    { state: 'sent', subject: 's', bodyHash: 'h', attemptedAt: 1 },
    ...['subject', 'bodyHash', 'attemptedAt'].map((missing) => ({
      ...{ state: 'sending', leaseOwner: 'me', leaseUntil: 1, subject: 's', bodyHash: 'h', attemptedAt: 1 },
      [missing]: null,
    })),
  ],
  ['instance', { id: 'that' }, { epoch: 0 }],
  ['secret_proof', { id: 'that' }, { proof: '' }],
  ['connection_rest', { faults: 0 }, { rests: -1 }],
  [
    'connection',
    ...[{ name: '' }, { sealed: 'hunter2' }, { revision: 0 }, { state: 'lost' }, { leaseOwner: null }],
    ...[{ failureAt: null }, { failureSays: null }, { failureCode: null, failureAt: null, failureSays: null }],
  ],
  ['account', { id: '' }, { customer: 2 }],
  ['account_contact', { position: 0 }],
  [
    'account_enrollment',
    ...[
      { generation: 0 },
      { state: 'lost' },
      { dueAt: null },
      { state: 'waiting' },
      { outcome: 'luck' },
      { outcome: 'deal' },
    ],
    ...[
      { state: 'ended', dueAt: null, endedAt: 1 },
      { state: 'ended', reason: '{}', endedAt: 1 },
    ],
  ],
  ['api_key', { name: '' }, { hash: 'short' }, { role: 'king' }, { kind: 'god' }],
  [
    'plan',
    ...[{ state: 'lost' }, { digest: 'short' }, { expiresAt: 1 }, { decidedAt: null }, { decidedBy: 'key:a' }],
    ...[{ usedAt: null }, { state: 'approved', usedAt: null }],
  ],
  [
    'bulk',
    ...[
      { state: 'lost' },
      { act: 'sing' },
      { fits: -1 },
      { changedCount: -1 },
      { skippedCount: -1 },
      { keptCount: -1 },
    ],
    ...[{ restoredCount: -1 }, { restoredCount: 2 }, { finishedAt: null }, { leaseOwner: 'me', leaseUntil: 1 }],
    { state: 'running', leaseOwner: 'me' },
  ],
  ['saved_view', { name: '' }],
  ['view_default', { name: '' }, { openedBy: '' }, { owner: 'another' }],
  ['bulk_row', { change: null }, { code: 'x' }, { code: 'x', change: null }],
  ['kept_answer', { state: 'lost' }, { state: 'under-way' }],
  ['user_account', { email: 'nobody' }, { password: 'hunter2' }],
  ['user_identity', { issuer: '' }, { subject: '' }],
  ['user_role', { role: 'king' }],
  ['user_session', { hash: 'short' }, { expiresAt: 1 }],
  ['event', { verdict: 'alien' }, { direction: 'up' }, { channel: 'fax' }],
  [
    'signal',
    ...[{ state: 'lost' }, { state: 'up', changedAt: 1 }, { changedAt: 1, fallsAt: 1 }, { state: 'up', fallsAt: 1 }],
  ],
  ['signal_change', { state: 'lost' }, { points: -1 }],
  ['send_counter', { scope: 'planet' }, { used: -1 }],
  ['task', { kind: 'game' }, { state: 'lost' }],
  ['playbook_file', { hash: 'a' }, { content: '' }],
  ['playbook_draft', { name: '' }, { revision: 0 }],
  ['routine', { enabled: 2 }],
  [
    'routine_run',
    ...[{ cause: 'whim' }, { state: 'lost' }, { leaseOwner: null }, { leaseUntil: null }, { retryAt: 1 }],
    ...[{ finishedAt: 1 }, { ...OVER, state: 'completed', finishedAt: null }, { ...OVER, state: 'failed' }],
    ...[
      { ...OVER, state: 'skipped' },
      { ...OVER, state: 'waiting', finishedAt: null },
    ],
    { ...OVER, state: 'completed', leaseOwner: 'me', leaseUntil: 1 },
  ],
  ['alert', { was: 'late' }, { turn: 0 }],
  ['mailbox', { recorded: -1 }, { passedOver: -1 }, { leaseOwner: 'me' }, { fault: 'lost' }],
  ['reply', ...[{ state: 'lost' }, { corrections: -1 }, { corrections: 0 }, { correctedAt: null }, { state: 'open' }]],
  ['answer', { turn: 0 }, { words: '' }],
  ['team', { name: '' }, { turn: -1 }],
  [
    'hand_off',
    ...[{ state: 'lost' }, { escalations: -1 }, { state: 'claimed' }, { state: 'done' }, { claimedBy: 'me' }],
    { state: 'claimed', claimedBy: 'me', claimedAt: 1, escalateAt: 1 },
  ],
  [
    'hand_off_send',
    ...[{ turn: -1 }, { state: 'lost' }, { attempts: -1 }, { state: 'sending' }, { leaseUntil: 1 }, { askAt: 1 }],
    { state: 'failed' },
  ],
  ['source_spend', ...[{ month: '2026' }, { state: 'lost' }, { most: -1 }, { credits: -1 }, { state: 'waiting' }]],
  ['source_asked', { found: 2 }],
  ['source_tally', { created: -1 }, { merged: -1 }, { unchanged: -1 }, { rejected: -1 }],
  ['lead_origin', { fields: 'email' }],
  ['permission_proof', { basis: 'perhaps' }],
  ['feed', { position: 0 }, { at: null }],
  ['feed_head', { id: 'other' }],
  ['webhook', { name: '' }, { private: 2 }, { state: 'gone' }, { offReason: 'webhook-gone' }, { formerUntil: 1 }],
  ['webhook_send', { state: 'lost' }, { state: 'sent' }],
  ['departure', { state: 'gone' }],
  ['refusal_note', { channel: 'fax' }],
  ['refusal_telling', { state: 'told' }, { attempts: -1 }, { state: 'failed' }],
  ['crm_difference', { verdict: 'same' }, { state: 'told' }, { state: 'settled' }, { settledBy: 'me' }],
  [
    'meeting',
    ...[{ state: 'held' }, { attempts: -1 }, { state: 'wanted', talk: '{}' }, { dueAt: 1, state: 'wanted' }],
    { dueAt: 1, state: 'cancelled', talk: '{}' },
    ...[{ state: 'booking', dueAt: 1, talk: '{}' }, { leaseUntil: 1 }, { leaseOwner: 'me', leaseUntil: 1 }],
  ],
  ['crm_reading', { phase: 'all' }, { phase: 'done' }],
  [
    'class_enrollment',
    ...[{ generation: 0 }, { doneCount: -1 }, { sectionCount: 0, doneCount: 0 }, { doneCount: 2 }],
    ...[{ lastActivityAt: null }, { currentSection: null }, { doneCount: 0 }, { finalLabel: 'tepid' }],
    ...[{ finalScore: -1 }, { finalScore: 101 }, { finalizedAt: null }, { finalLabel: null, finalizedAt: null }],
  ],
  ['class_invite', { expiresAt: 1 }],
  ['class_attempt', { question: -1 }, { attempt: 0 }, { points: -1 }, { points: 101 }],
  ['class_reflection', { prompt: -1 }, { text: '' }],
  ['class_told', { action: 'nudge-progress' }],
  ['mailbox_folder', { uidValidity: 0 }, { lastUid: -1 }, { tries: -1 }],
  ['alert_send', { state: 'lost' }, { leaseOwner: 'me', leaseUntil: 1 }, { state: 'sending', leaseOwner: 'me' }],
];

function insert(table: string, row: Row): void {
  const columns = Object.keys(row);
  const text = `INSERT INTO ${table} (${columns.map(snakeCase).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  database.prepare(text).run(...Object.values(row));
}

/** What SQLite says to these rows of the table, in a transaction that leaves nothing; empty = nothing. */
function answerTo(table: string, ...rows: Row[]): string {
  database.exec('BEGIN');
  try {
    for (const [other, row] of Object.entries(LAWFUL)) if (other === 'playbook' && table !== other) insert(other, row);
    for (const row of rows) insert(table, row);
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    database.exec('ROLLBACK');
  }
}

const lawful = (table: string, part: Row = {}): Row => ({ ...LAWFUL[table], ...part });
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The expressions of all CHECKs, as SQLite names them when they fire. */
function checks(): string[] {
  return TEXTS.flatMap((text) => {
    const found: string[] = [];
    for (let at = text.indexOf('CHECK ('); at >= 0; at = text.indexOf('CHECK (', at + 1)) {
      let depth = 0;
      let end = at + 'CHECK '.length;
      do {
        if (text[end] === '(') depth += 1;
        if (text[end] === ')') depth -= 1;
        end += 1;
      } while (depth > 0);
      found.push(words(text.slice(at + 'CHECK ('.length, end - 1)));
    }
    return found;
  });
}

test.each(Object.keys(LAWFUL))('a lawful row of %s is taken', (table) => {
  expect(answerTo(table, lawful(table))).toBe('');
});

test('every table has its lawful row here', () => {
  const tables = TEXTS.flatMap((text) => /^CREATE TABLE (\w+)/.exec(text)?.[1] ?? []);
  expect(Object.keys(LAWFUL).sort()).toEqual(tables.sort());
});

describe('checks', () => {
  const rows = BREAKING.flatMap(([table, ...parts]) => parts.map((part) => [table, part] as const));

  test.each(rows)('%s with %j is refused', (table, part) => {
    expect(answerTo(table, lawful(table, part))).toMatch(/^CHECK constraint failed: /);
  });

  test('each of them fires', () => {
    const fired = new Set(rows.map(([table, part]) => words(answerTo(table, lawful(table, part)).slice(25))));
    expect(checks().filter((expression) => !fired.has(expression))).toEqual([]);
  });
});

describe('keys', () => {
  /** Tables whose unique columns beside the key stand for a promise: a second row differs in its key alone. */
  const UNIQUE: readonly (readonly [table: string, other: Row])[] = [
    ['message', { id: 'm2' }],
    ['task', { id: 't2' }],
    ['event', { id: 'v2' }],
    ['event', { leadId: 'l2' }],
    ['campaign', { id: 'c2' }],
    ['enrollment', { id: 'e2' }],
    ['import', { id: 'i2' }],
    ['import', { id: 'i2', state: 'done', leaseOwner: null, leaseUntil: null }],
    ['lead', { id: 'l2' }],
    ['routine_run', { slotAt: 2 }],
    ['alert', { id: 'a2' }],
    ['connection', { id: 'x2' }],
    ['account_contact', { accountId: 'b.co' }],
    ['account_enrollment', { id: 'e2', generation: 2 }],
    ['account_enrollment', { id: 'e2', state: 'ended', dueAt: null, reason: '{}', endedAt: 1 }],
    ['answer', { messageId: 'm2' }],
    ['api_key', { id: 'k2' }],
    ['bulk', { id: 'b2' }],
    ['feed', { id: 'm2' }],
    ['webhook', { id: 'w2' }],
    ['user_account', { id: 'u2' }],
    ['user_identity', { subject: 's2' }],
    ['hand_off', { id: 'h2' }],
    ['crm_difference', { contactId: 'c2' }],
    ['meeting', { id: 'g2' }],
  ];

  test.each(UNIQUE)('a second %s with %j alone is refused', (table, other) => {
    expect(answerTo(table, lawful(table), lawful(table, other))).toMatch(/^UNIQUE constraint failed: /);
  });

  test.each(Object.keys(LAWFUL))('the same %s twice is refused', (table) => {
    expect(answerTo(table, lawful(table), lawful(table))).toMatch(/^UNIQUE constraint failed: /);
  });

  test('every unique index and constraint is among them', () => {
    const promised = TEXTS.flatMap((text) => [
      ...[...text.matchAll(/UNIQUE \(([^)]+)\)/g)].map((found) => `${/TABLE (\w+)/.exec(text)?.[1]} ${found[1]}`),
      ...[...text.matchAll(/UNIQUE INDEX \w+ ON (\w+) \(([^)]+)\)/g)].map((found) => `${found[1]} ${found[2]}`),
    ]);
    const fired = UNIQUE.map(([table, other]) => {
      const said = answerTo(table, lawful(table), lawful(table, other));
      return `${table} ${said.slice('UNIQUE constraint failed: '.length).replaceAll(`${table}.`, '')}`;
    });
    expect(promised.filter((one) => !fired.includes(one))).toEqual([]);
  });

  test('what is undone frees its file; another workspace has its own', () => {
    const undone = lawful('import', { state: 'undone', leaseOwner: null, leaseUntil: null });
    expect(answerTo('import', undone, lawful('import', { id: 'i2' }))).toBe('');
    for (const table of ['message', 'task', 'event', 'lead', 'suppression', 'identity']) {
      expect(answerTo(table, lawful(table), lawful(table, { workspaceId: 'other' }))).toBe('');
    }
  });

  test('a campaign stands on a stored playbook', () => {
    expect(answerTo('campaign', lawful('campaign', { playbookHash: 'none' }))).toBe('FOREIGN KEY constraint failed');
  });

  test('the workspace leads every key but those of what belongs to nobody', () => {
    const keys = TEXTS.flatMap((text) => (/^CREATE TABLE (\w+)/.test(text) ? [words(text)] : []));
    const free = keys.filter((text) => !/PRIMARY KEY \(workspace_id/.test(text));
    expect(free.map((text) => /TABLE (\w+)/.exec(text)?.[1])).toEqual([
      'instance',
      'secret_proof',
      'connection_rest',
      'workspace',
      'domain_check',
      'user_account',
      'user_identity',
      'user_session',
      'feed_head',
    ]);
  });
});
