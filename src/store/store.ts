/** The store, put together: each verb of the port is one program in one transaction on the database it was opened on. */

import { LIMITS } from '../domain/limits.ts';
import type { Store } from '../engine/store-port.ts';
import { accessVerbs } from './access/verbs.ts';
import { nextAccountAt } from './accounts/move.ts';
import { accountVerbs } from './accounts/verbs.ts';
import { answersOf, resultsOf } from './agency/answers.ts';
import { planVerbs } from './agents/plans.ts';
import { assessPage } from './campaigns/assess.ts';
import { countBySequence } from './campaigns/by-sequence.ts';
import { countByTemplate } from './campaigns/by-template.ts';
import * as campaigns from './campaigns/campaigns.ts';
import { draftVerbs } from './campaigns/drafts.ts';
import * as members from './campaigns/members.ts';
import * as playbooks from './campaigns/playbooks.ts';
import * as routes from './campaigns/routes.ts';
import * as workspaces from './campaigns/workspaces.ts';
import * as classInvites from './classes/invites.ts';
import * as learners from './classes/learners.ts';
import * as classProgress from './classes/progress.ts';
import { feedVerbs, webhookVerbs } from './feed/verbs.ts';
import * as handoffs from './handoff/handoffs.ts';
import { settleTelling, tellingsDue } from './handoff/refusals-told.ts';
import * as sends from './handoff/sends.ts';
import * as teams from './handoff/teams.ts';
import * as connections from './instance/connections.ts';
import * as halts from './instance/halts.ts';
import * as mark from './instance/mark.ts';
import * as rests from './instance/rests.ts';
import * as secret from './instance/secret.ts';
import { workersOf } from './instance/workers.ts';
import { capture } from './leads/capture.ts';
import { countLeads, findLeads } from './leads/find.ts';
import * as imports from './leads/imports.ts';
import { liftRefusals } from './leads/lift.ts';
import * as merge from './leads/merge.ts';
import * as pairs from './leads/pairs.ts';
import * as pauses from './leads/pauses.ts';
import { addListed, listRefusals } from './leads/refusal-list.ts';
import * as story from './leads/story.ts';
import { addSuppressions } from './leads/suppressions.ts';
import { undoImport } from './leads/undo-import.ts';
import { departureVerbs } from './left/departures.ts';
import { bulkVerbs } from './lists/bulk.ts';
import { listVerbs } from './lists/verbs.ts';
import { viewVerbs } from './lists/views.ts';
import { giveAnswer } from './mailboxes/answers.ts';
import { beforeHand, writeByHand } from './mailboxes/by-hand.ts';
import * as mailboxes from './mailboxes/mailboxes.ts';
import * as replies from './mailboxes/replies.ts';
import { meetingVerbs } from './meetings/meetings.ts';
import { type DatabaseOptions, openDatabase, openSqliteDatabase } from './open.ts';
import { releaseCanary } from './pace/canaries.ts';
import { figuresByDay } from './pace/days.ts';
import { forgetFaults, senderCounts } from './pace/faults.ts';
import { flowOf } from './pace/flow.ts';
import { letGoOn } from './pace/human-touches.ts';
import { dnsStandings, putDnsStanding } from './pace/sender-dns.ts';
import { erasePerson, erasureUnder, listErasures } from './people/erase.ts';
import { personHeld } from './people/found.ts';
import { dropNotes, notesKept } from './people/refusal-notes.ts';
import { refuseAgain } from './people/refuse-again.ts';
import type { Database, Program } from './program.ts';
import { reconcileVerbs } from './reconcile/verbs.ts';
import * as alerts from './routines/alerts.ts';
import { backlogOf } from './routines/backlog.ts';
import { claimRun } from './routines/claim.ts';
import * as routines from './routines/routines.ts';
import * as runs from './routines/runs.ts';
import * as signals from './signals/signals.ts';
import { sourceVerbs } from './sources/verbs.ts';
import type { SqliteOptions } from './sqlite/open.ts';
import { copyDatabase } from './transfer/copy.ts';
import { listAudit, writeAudit } from './upkeep/audit.ts';
import { purge } from './upkeep/purge.ts';
import * as sales from './valuation/sales.ts';
import { advanceDue, nextDueAt } from './work/advance.ts';
import { claimMessages, nextMessageAt } from './work/claim.ts';
import { deliverTurn, factsBefore } from './work/deliver.ts';
import { askLater, callsUnderWay, nextCallAt, nextTextAt, textsToAsk, unconfirmedMessages } from './work/doubtful.ts';
import { recordEvents } from './work/events.ts';
import * as messages from './work/messages.ts';
import * as passages from './work/passages.ts';
import { recoverLeases } from './work/recover.ts';
import { settleMessages } from './work/settle-messages.ts';
import * as tasks from './work/tasks.ts';

/**
 * Opens the store of a path or an address, and brings it to the newest schema. Errors: see `openDatabase`.
 */
export async function openStore(options: DatabaseOptions): Promise<Store> {
  return storeOn(await openDatabase(options));
}

/** Opens a store on SQLite and brings it to the newest schema. Errors: see `openSqliteDatabase`. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  return storeOn(await openSqliteDatabase(options));
}

/** The port over a database that is up to date. */
export function storeOn(db: Database): Store {
  return {
    instance: instanceVerbs(db),
    access: accessVerbs(db),
    connections: connectionVerbs(db),
    workspaces: {
      ensure: (id, now) => db.write(() => workspaces.ensureWorkspace(id, now)),
      get: (id) => db.read(() => workspaces.workspaceById(id)),
      list: (limit) => db.read(() => workspaces.listWorkspaces(limit)),
      save: (workspace) => db.write(() => workspaces.saveWorkspace(workspace)),
    },
    imports: importVerbs(db),
    leads: leadVerbs(db),
    people: personVerbs(db),
    lists: listVerbs(db),
    bulk: bulkVerbs(db),
    views: viewVerbs(db),
    playbooks: playbooks.playbookVerbs(db),
    drafts: draftVerbs(db),
    campaigns: campaignVerbs(db),
    work: workVerbs(db),
    departures: departureVerbs(db),
    tasks: {
      list: (query) => db.read(() => tasks.openTasks(query)),
      answer: (answer) => db.write(() => tasks.answerTask(answer)),
    },
    signals: {
      list: (query) => db.read(() => signals.signalsUp(query)),
      decay: (batch) => db.write(() => signals.decaySignals(batch)),
    },
    messages: {
      get: (workspaceId, id) => db.read(() => messages.messageById(workspaceId, id)),
      list: (query) => db.read(() => messages.listMessages(query)),
      count: (workspaceId, campaignId) => db.read(() => messages.countMessages(workspaceId, campaignId)),
      byTemplate: (workspaceId, campaignId) => db.read(() => countByTemplate(workspaceId, campaignId)),
      settle: (settlement) => db.write(() => settleMessages(settlement)),
    },
    routines: routineVerbs(db),
    alerts: {
      raise: (of, targets, decide) => db.write(() => alerts.raiseAlert(of, targets, decide)),
      list: (workspaceId, limit) => db.read(() => alerts.listAlerts(workspaceId, limit)),
      claim: (now, lease) => db.write(() => alerts.claimAlerts(now, lease)),
      settle: (send, owner) => db.write(() => alerts.settleAlert(send, owner)),
    },
    senders: senderVerbs(db),
    handOffs: handOffVerbs(db),
    meetings: meetingVerbs(db),
    reconcile: reconcileVerbs(db),
    mailboxes: mailboxVerbs(db),
    classes: classVerbs(db),
    accounts: accountVerbs(db),
    sales: {
      add: (workspaceId, found, times) => db.write(() => sales.addSales(workspaceId, found, times)),
      of: (query) => db.read(() => sales.salesOf(query)),
    },
    sources: sourceVerbs(db),
    plans: planVerbs(db),
    replies: replyVerbs(db),
    feed: feedVerbs(db),
    webhooks: webhookVerbs(db),
    audit: (entry) => db.write(() => writeAudit(entry)),
    audits: (query) => db.read(() => listAudit(query)),
    makeRoom: (now) => db.makeRoom(now, now),
    purge: (workspaceId, before) => purge(db, workspaceId, before),
    now: () => db.now(),
    copy: async (now) => storeOn(await db.copy(now)),
    copyTo: async (database, wish) => copyDatabase(db, await openDatabase({ database }), wish),
    close: () => db.close(),
  };
}

function senderVerbs(db: Database): Store['senders'] {
  return {
    counts: (keys, now) => db.read(() => senderCounts(keys, now)),
    days: (workspaceId, days, now) => db.read(() => figuresByDay(workspaceId, days, now)),
    flow: (wish) => db.read(() => flowOf(wish)),
    forgetFaults: (sender) => db.write(() => forgetFaults(sender)),
    dns: (workspaceId) => db.read(() => dnsStandings(workspaceId)),
    noteDns: (workspaceId, standing) => db.write(() => putDnsStanding(workspaceId, standing)),
  };
}

function handOffVerbs(db: Database): Store['handOffs'] {
  return {
    teams: (workspaceId, limit) => db.read(() => teams.listTeams(workspaceId, limit)),
    team: (workspaceId, name) => db.read(() => teams.teamByName(workspaceId, name)),
    saveTeam: (team, now) => db.write(() => teams.saveTeam(team, now)),
    removeTeam: (workspaceId, name) => db.write(() => teams.removeTeam(workspaceId, name)),
    list: (query) => db.read(() => handoffs.listHandOffs(query)),
    get: (workspaceId, id) => db.read(() => handoffs.handOffById(workspaceId, id)),
    change: (change) => db.write(() => handoffs.changeHandOff(change)),
    escalate: (batch) => db.write(() => handoffs.escalateHandOffs(batch)),
    claim: (claim) => db.write(() => sends.claimHandOffs(claim)),
    keep: (send, receipt, owner) => db.write(() => sends.keepReceipt(send, receipt, owner)),
    settle: (send, owner) => db.write(() => sends.settleSend(send, owner)),
    tellings: (now, limit) => db.read(() => tellingsDue(now, limit)),
    settleTelling: (telling, after) => db.write(() => settleTelling(telling, after)),
  };
}

function mailboxVerbs(db: Database): Store['mailboxes'] {
  return {
    lease: (lease) => db.write(() => mailboxes.leaseMailbox(lease)),
    release: (key, owner) => db.write(() => mailboxes.releaseMailbox(key, owner)),
    take: (batch) => db.write(() => mailboxes.takeMails(batch)),
    begin: (key, at, by) => db.write(() => mailboxes.tryFolder(key, at, by)),
    note: (key, fault, at) => db.write(() => mailboxes.noteMailbox(key, fault, at)),
    list: (workspaceId) => db.read(() => mailboxes.listMailboxes(workspaceId)),
    aside: (key, limit) => db.read(() => mailboxes.mailsAside(key, limit)),
  };
}

function classVerbs(db: Database): Store['classes'] {
  return {
    invite: (wish) => db.write(() => classInvites.inviteLearner(wish)),
    inviteById: (workspaceId, id) => db.read(() => classInvites.inviteById(workspaceId, id)),
    firstUse: (workspaceId, id, now) => db.write(() => classInvites.firstUse(workspaceId, id, now)),
    revoke: (key, now) => db.write(() => classInvites.revokeInvites(key, now)),
    learner: (key) => db.read(() => learners.learnerOf(key)),
    page: (page) => db.read(() => learners.learnersOf(page)),
    progress: (wish) => db.write(() => classProgress.takeProgress(wish)),
    attempt: (key, attempt) => db.write(() => classProgress.takeAttempt(key, attempt)),
    reflect: (key, reflection) => db.write(() => classProgress.takeReflection(key, reflection)),
    remove: (removal) => db.write(() => classProgress.removeProgress(removal)),
    choose: (key, at) => db.write(() => learners.chooseLearner(key, at)),
    act: (key, now, decide) => db.write(() => classProgress.actOn(key, now, decide)),
  };
}

function replyVerbs(db: Database): Store['replies'] {
  return {
    get: (key) => db.read(() => replies.replyByKey(key)),
    list: (query) => db.read(() => replies.listReplies(query)),
    change: (change) => db.write(() => replies.changeReply(change)),
    correct: (correction) => db.write(() => replies.correctReply(correction)),
    answer: (wish) => db.write(() => giveAnswer(wish)),
    writeByHand: (wish) => db.write(() => writeByHand(wish)),
    beforeHand: (workspaceId, leadId) => db.read(() => beforeHand(workspaceId, leadId)),
  };
}

function connectionVerbs(db: Database): Store['connections'] {
  return {
    version: () => db.read(() => connections.connectionsVersion()),
    list: (workspaceId, limit) => db.read(() => connections.listConnections(workspaceId, limit)),
    get: (workspaceId, ref) => db.read(() => connections.connectionByRef(workspaceId, ref)),
    add: (connection) => db.write(() => connections.addConnection(connection)),
    change: (change) => db.write(() => connections.changeConnection(change)),
    remove: (key) => db.write(() => connections.removeConnection(key)),
    judge: (judgement) => db.write(() => connections.judgeConnection(judgement)),
    leaseRenewal: (lease) => db.write(() => connections.leaseRenewal(lease)),
    endRenewal: (key, owner, sealed) => db.write(() => connections.endRenewal(key, owner, sealed)),
    heal: (wish) => db.write(() => connections.healMessages(wish)),
  };
}

function instanceVerbs(db: Database): Store['instance'] {
  return {
    place: () => db.place(),
    pool: () => db.pool(),
    bytes: () => db.bytes(),
    workers: (limit) => db.read(() => workersOf(limit)),
    mark: () => db.read(() => mark.readMark()),
    begin: (token, now) => db.write(() => mark.beginMark(token, now)),
    grow: (token) => db.write(() => mark.growMark(token)),
    claim: (token, by, now) => db.write(() => mark.claimMark(token, by, now)),
    secretProof: () => db.read(() => secret.readSecretProof()),
    noteSecretProof: (proof) => db.write(() => secret.noteSecretProof(proof)),
    halts: () => db.read(() => halts.readHalts()),
    halt: (halt) => db.write(() => halts.addHalt(halt)),
    lift: (workspaceId, channel) => db.write(() => halts.liftHalt(workspaceId, channel)),
    rests: () => db.read(() => rests.readRests()),
  };
}

function importVerbs(db: Database): Store['imports'] {
  return {
    begin: (wish, lease) => db.write(() => imports.beginImport(wish, lease)),
    finish: (workspaceId, id, owner, now) => db.write(() => imports.finishImport(workspaceId, id, owner, now)),
    get: (workspaceId, id) => db.read(() => imports.importById(workspaceId, id)),
    list: (workspaceId, limit) => db.read(() => imports.listImports(workspaceId, limit)),
    undo: (workspaceId, id, now) => undoImport(db, workspaceId, id, now),
  };
}

function leadVerbs(db: Database): Store['leads'] {
  return {
    capture: (batch) => db.write(() => capture(batch)),
    find: (workspaceId, id, keys) => db.read(() => story.leadIdsByKeys(workspaceId, id, keys)),
    list: ({ workspaceId, after, limit }) => db.read(() => story.listLeads(workspaceId, after, limit)),
    search: (search, keys) => db.read(() => findLeads(search, keys)),
    count: (search) => db.read(() => countLeads(search)),
    story: (workspaceId, id, keys) => db.read(() => story.leadStory(workspaceId, id, keys)),
    status: (workspaceId, id, keys) => db.read(() => story.leadStatus(workspaceId, id, keys)),
    suppress: (workspaceId, list) => db.write(() => addSuppressions(workspaceId, list)),
    suppressListed: (workspaceId, list) => db.write(() => addListed(workspaceId, list)),
    suppressions: (page) => db.read(() => listRefusals(page)),
    lift: (workspaceId, id, keys, decide) => db.write(() => liftRefusals(workspaceId, id, keys, decide)),
    pauses: (workspaceId, kind, page) => db.read(() => pauses.listPauses(workspaceId, kind, page)),
    openPairs: (workspaceId, limit) => db.read(() => pairs.openPairs(workspaceId, limit)),
    settlePair: (workspaceId, pair, state) => db.write(() => pairs.settlePair(workspaceId, pair, state)),
    merge: (record, now) => db.write(() => merge.mergeLeads(record, now)),
    unmerge: (workspaceId, aliasId, now) => db.write(() => merge.unmergeLeads(workspaceId, aliasId, now)),
  };
}

function personVerbs(db: Database): Store['people'] {
  return {
    held: (workspaceId, leadId) => db.read(() => personHeld(workspaceId, leadId)),
    erase: (wish) => db.write(() => erasePerson(wish), { wipe: true }),
    erasures: (query) => db.read(() => listErasures(query)),
    erasureUnder: (workspaceId, hashes) => db.read(() => erasureUnder(workspaceId, hashes)),
    refusalsKept: (limit) => db.read(() => notesKept(limit)),
    refusalsNoted: (notes) => db.write(() => dropNotes(notes)),
    refuseAgain: (workspaceId, notes) => db.write(() => refuseAgain(workspaceId, notes)),
  };
}

function campaignVerbs(db: Database): Store['campaigns'] {
  return {
    add: (campaign) => db.write(() => campaigns.addCampaign(campaign)),
    save: (campaign, expected) => db.write(() => campaigns.saveCampaign(campaign, expected)),
    get: (workspaceId, ref) => db.read(() => campaigns.campaignByRef(workspaceId, ref)),
    list: (workspaceId, limit) => db.read(() => campaigns.listCampaigns(workspaceId, limit)),
    count: (workspaceId, id) => db.read(() => members.countMembers(workspaceId, id)),
    toCome: (workspaceId, id, page) => db.read(() => members.membersToCome(workspaceId, id, page)),
    bySequence: (workspaceId, id) => db.read(() => countBySequence(workspaceId, id)),
    assess: (page) => db.write(() => assessPage(page)),
    domainsToCheck: (workspaceId, id, now, limit) => db.read(() => routes.domainsToCheck(workspaceId, id, now, limit)),
    putRoutes: (answers) => db.write(() => routes.putRoutes(answers)),
    inReview: (workspaceId, id, limit) => db.read(() => members.membersInReview(workspaceId, id, limit)),
    answerReview: (key, answer, by, now) => db.write(() => members.answerReview(key, answer, by, now)),
    wake: (wish) => db.write(() => members.wakeParked(wish)),
    wakeOpen: (workspaceId, id, now, page) => db.write(() => members.wakeOpen(workspaceId, id, now, page)),
    endOpen: (wish) => db.write(() => members.endOpen(wish)),
    answers: (workspaceId, id) => db.read(() => answersOf(workspaceId, id)),
    results: (workspaceId, id) => db.read(() => resultsOf(workspaceId, id)),
    reasons: (workspaceId, id) => db.read(() => members.countReasons(workspaceId, id)),
    release: (release) => db.write(() => releaseCanary(release)),
    openEnrollments: (workspaceId, id) => db.read(() => members.countOpenEnrollments(workspaceId, id)),
  };
}

function workVerbs(db: Database): Store['work'] {
  return {
    // While the server writes one, this process decides another.
    batchesAtOnce: db.dialect === 'postgres' ? 2 : 1,
    advance: (batch) => db.write(() => advanceDue(batch)),
    recoverLeases: (wish) => db.write(() => recoverLeases(wish)),
    claim: (now, lease) => db.write(() => claimMessages(now, lease)),
    deliverTurn: (finished, candidates, gate) => db.write(() => deliverTurn(finished, candidates, gate)),
    factsBefore: (claimed, reads) => db.read(() => factsBefore(claimed, reads)),
    unconfirmed: (now, limit) => db.read(() => unconfirmedMessages(now, limit)),
    calls: (now, limit) => db.read(() => callsUnderWay(now, limit)),
    texts: (now, limit) => db.read(() => textsToAsk(now, limit)),
    askLater: (message, at) => db.write(() => askLater(message, at)),
    letGoOn: (wish) => db.write(() => letGoOn(wish)),
    record: (batch) => db.write(() => recordEvents(batch)),
    change: (change) => db.write(() => passages.changePassages(change)),
    enrollment: (workspaceId, id) => db.read(() => passages.enrollmentById(workspaceId, id)),
    enrollments: (query) => db.read(() => passages.listEnrollments(query)),
    nextAt: (after = Number.MIN_SAFE_INTEGER) => db.read(() => nextAt(after)),
    waitForNews: (mostMs, signal) => db.waitForNews(mostMs, signal),
  };
}

function* nextAt(after: number): Program<number | null> {
  const enrollment = yield* nextDueAt(after);
  const message = yield* nextMessageAt(after);
  const call = yield* nextCallAt(after);
  const text = yield* nextTextAt(after);
  const account = yield* nextAccountAt(after);
  const times = [enrollment, message, call, text, account].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function routineVerbs(db: Database): Store['routines'] {
  return {
    ensure: (list) => db.write(() => routines.ensureRoutines(list)),
    list: (workspaceId, limit) => db.read(() => routines.listRoutines(workspaceId, limit)),
    save: (routine) => db.write(() => routines.saveRoutine(routine)),
    remove: (workspaceId, name) => db.write(() => routines.removeRoutine(workspaceId, name)),
    nextAt: () => db.read(() => routines.nextRoutineAt(LIMITS.routinesLooked)),
    claim: (wish) => db.write(() => claimRun(wish)),
    startNow: (run) => db.write(() => runs.startRunNow(run)),
    keep: (run, until) => db.write(() => runs.keepRun(run, until)),
    finish: (end, judge) => db.write(() => runs.finishRun(end, judge)),
    runs: (query) => db.read(() => runs.listRuns(query)),
    backlog: (workspaceId, before) => db.read(() => backlogOf(workspaceId, before)),
  };
}
