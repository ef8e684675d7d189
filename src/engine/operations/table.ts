/**
 * The table of operations: what every face is made from. An operation that is not here does not exist. Each is made when it is first asked
 * for, so that a command reads no other's schemas.
 */

import * as audits from './access/audit.ts';
import * as keys from './access/keys.ts';
import * as people from './access/people.ts';
import * as places from './access/workspaces.ts';
import * as accounts from './accounts/accounts.ts';
import * as accountList from './accounts/list.ts';
import * as accountPassages from './accounts/passages.ts';
import * as agencies from './agency/agency.ts';
import * as brands from './agency/brand.ts';
import * as agents from './agents/mcp.ts';
import * as plans from './agents/plans.ts';
import * as conversations from './bot/conversations.ts';
import * as meetings from './bot/meetings.ts';
import * as sales from './bot/sales.ts';
import * as valuations from './bot/valuations.ts';
import * as calendar from './calendar/calendar.ts';
import * as campaigns from './campaigns.ts';
import * as classActs from './classes/act.ts';
import * as classLooks from './classes/look.ts';
import * as drafting from './drafts/campaign.ts';
import * as changing from './drafts/change.ts';
import * as figures from './drafts/figures.ts';
import * as draftFiles from './drafts/files.ts';
import * as draftPublishing from './drafts/publish.ts';
import * as draftSending from './drafts/send.ts';
import * as draftTries from './drafts/try.ts';
import * as drawings from './drawing/playbooks.ts';
import * as handoffs from './handoffs/handoffs.ts';
import * as teams from './handoffs/teams.ts';
import * as harvests from './harvest.ts';
import * as imports from './imports.ts';
import * as backups from './instance/backups.ts';
import * as connections from './instance/connections.ts';
import * as databases from './instance/database.ts';
import * as doctors from './instance/doctor.ts';
import * as dayFigures from './instance/figures.ts';
import * as inits from './instance/init.ts';
import * as providers from './instance/providers.ts';
import * as senders from './instance/senders.ts';
import * as leads from './leads.ts';
import * as instances from './ledger/instances.ts';
import * as ledgerLists from './ledger/list.ts';
import * as messages from './ledger/messages.ts';
import * as bulk from './lists/bulk.ts';
import * as listLooks from './lists/show.ts';
import * as views from './lists/views.ts';
import type { Operation } from './operation.ts';
import * as pairs from './pairs.ts';
import * as changes from './people/change.ts';
import * as files from './people/files.ts';
import * as persons from './people/person.ts';
import * as refusals from './people/refused.ts';
import * as status from './people/status.ts';
import * as playbooks from './playbooks.ts';
import * as byHand from './reactions/by-hand.ts';
import * as events from './reactions/events.ts';
import * as mailboxes from './reactions/mailboxes.ts';
import * as mails from './reactions/mails.ts';
import * as replies from './reactions/replies.ts';
import * as signals from './reactions/signals.ts';
import * as reconciling from './reconcile/reconcile.ts';
import * as reviews from './reviews.ts';
import * as routineActs from './routines/act.ts';
import * as routineLooks from './routines/look.ts';
import * as running from './running.ts';
import * as simulations from './simulations.ts';
import * as enrichments from './sources/enrich.ts';
import * as looks from './sources/look.ts';
import * as samples from './sources/samples.ts';
import * as sources from './sources/sources.ts';
import * as calledOff from './steering/campaigns.ts';
import * as enrollments from './steering/enrollments.ts';
import * as steered from './steering/leads.ts';
import * as campaignMailboxes from './steering/senders.ts';
import * as stops from './steering/suppressions.ts';
import * as tasks from './tasks.ts';
import * as webhookActs from './webhooks/act.ts';
import * as webhookLooks from './webhooks/look.ts';
import * as workspaces from './workspaces.ts';

const TABLE = {
  init: () => inits.init,
  import: () => imports.importOperation,
  'import look': () => looks.importLook,
  'import list': () => imports.importList,
  'import undo': () => imports.importUndo,
  'sample load': () => samples.sampleLoad,
  'sample remove': () => samples.sampleRemove,
  harvest: () => harvests.harvest,
  'lead enrich': () => enrichments.leadEnrich,
  'source list': () => sources.sourceList,
  'source show': () => sources.sourceShow,
  dedupe: () => imports.dedupe,
  verify: () => imports.verify,
  classify: () => mails.classify,
  'lead add': () => leads.leadAdd,
  'lead change': () => changes.leadChange,
  'lead list': () => leads.leadList,
  'list show': () => listLooks.listShow,
  'lead show': () => leads.leadShow,
  'lead status': () => status.leadStatus,
  'lead export': () => files.leadExport,
  explain: () => leads.explain,
  'lead pause': () => steered.leadPause,
  'lead resume': () => steered.leadResume,
  'lead cancel': () => steered.leadCancel,
  'view list': () => views.viewList,
  'view save': () => views.viewSave,
  'view delete': () => views.viewDelete,
  'view default': () => views.viewDefault,
  'bulk preview': () => bulk.bulkPreview,
  'bulk start': () => bulk.bulkStart,
  'bulk list': () => bulk.bulkList,
  'bulk show': () => bulk.bulkShow,
  'bulk resume': () => bulk.bulkResume,
  'bulk cancel': () => bulk.bulkCancel,
  'bulk enroll': () => bulk.bulkEnroll,
  'bulk undo': () => bulk.bulkUndo,
  'person show': () => persons.personShow,
  'person export': () => persons.personExport,
  'person erase': () => persons.personErase,
  'erasure list': () => persons.erasureList,
  'pair list': () => pairs.pairList,
  'pair distinct': () => pairs.pairDistinct,
  'lead merge': () => pairs.leadMerge,
  'lead unmerge': () => pairs.leadUnmerge,
  assess: () => campaigns.assess,
  'review list': () => reviews.reviewList,
  'review approve': () => reviews.reviewApprove,
  'review reject': () => reviews.reviewReject,
  'review back': () => reviews.reviewBack,
  'campaign create': () => drafting.campaignCreate,
  'campaign change': () => changing.campaignChange,
  'campaign list': () => campaigns.campaignList,
  'campaign show': () => campaigns.campaignShow,
  'campaign figures': () => figures.campaignFigures,
  'campaign results': () => figures.campaignResults,
  'campaign check': () => campaigns.campaignCheck,
  simulate: () => simulations.simulate,
  'assumption list': () => simulations.listAssumptions,
  'trial list': () => simulations.listTrialValues,
  'calendar show': () => calendar.calendarShow,
  'campaign launch': () => campaigns.campaignLaunch,
  'campaign pause': () => campaigns.campaignPause,
  'campaign resume': () => campaigns.campaignResume,
  'campaign finish': () => campaigns.campaignFinish,
  'campaign track': () => calledOff.campaignTrack,
  'campaign senders': () => campaignMailboxes.campaignSenders,
  'campaign cancel': () => calledOff.campaignCancel,
  'campaign release': () => campaigns.campaignRelease,
  'account add': () => accounts.accountAdd,
  'account contact': () => accounts.accountContact,
  'account mark': () => accounts.accountMark,
  'account list': () => accountList.accountList,
  'account show': () => accounts.accountShow,
  'account check': () => accountPassages.accountCheck,
  'account start': () => accountPassages.accountStart,
  'account step': () => accountPassages.accountStep,
  'account pause': () => accountPassages.accountPause,
  'account resume': () => accountPassages.accountResume,
  'account cancel': () => accountPassages.accountCancel,
  'account close': () => accountPassages.accountClose,
  work: () => running.work,
  worker: () => running.worker,
  serve: () => running.serve,
  mcp: () => agents.mcp,
  'routine list': () => routineLooks.routineList,
  'routine show': () => routineLooks.routineShow,
  'routine run': () => routineActs.routineRun,
  'routine run-all': () => routineActs.routineRunAll,
  'routine enable': () => routineActs.routineEnable,
  'routine disable': () => routineActs.routineDisable,
  'routine set': () => routineActs.routineSet,
  'routine add': () => routineActs.routineAdd,
  'routine remove': () => routineActs.routineRemove,
  'routine history': () => routineLooks.routineHistory,
  'routine next': () => routineLooks.routineNext,
  'routine health': () => routineLooks.routineHealth,
  'alert list': () => routineLooks.alertList,
  'task list': () => tasks.taskList,
  'task done': () => tasks.taskDone,
  'handoff list': () => handoffs.handOffList,
  'handoff show': () => handoffs.handOffShow,
  'handoff claim': () => handoffs.handOffClaim,
  'handoff done': () => handoffs.handOffDone,
  'handoff retry': () => handoffs.handOffRetry,
  'workspace set-brand': () => brands.workspaceSetBrand,
  'agency set': () => agencies.agencySet,
  'agency push': () => agencies.agencyPush,
  'agency drift': () => agencies.agencyDrift,
  'agency results': () => agencies.agencyResults,
  'reconcile run': () => reconciling.reconcileRun,
  'reconcile show': () => reconciling.reconcileShow,
  'reconcile decide': () => reconciling.reconcileDecide,
  'team set': () => teams.teamSet,
  'team list': () => teams.teamList,
  'team remove': () => teams.teamRemove,
  'message list': () => ledgerLists.messageList,
  'message retry': () => messages.messageRetry,
  'message settle': () => messages.messageSettle,
  'message cancel': () => messages.messageCancel,
  'event record': () => events.eventRecord,
  'reply list': () => replies.replyList,
  'reply show': () => replies.replyShow,
  'message reply': () => replies.messageReply,
  'message preview': () => byHand.messagePreview,
  'message write': () => byHand.messageWrite,
  'reply correct': () => replies.replyCorrect,
  'reply assign': () => replies.replyAssign,
  'reply snooze': () => replies.replySnooze,
  'reply done': () => replies.replyDone,
  'reply open': () => replies.replyOpen,
  'mail record': () => mailboxes.mailRecord,
  'mailbox list': () => mailboxes.mailboxList,
  'mailbox check': () => mailboxes.mailboxCheck,
  'mailbox mails': () => mailboxes.mailboxMails,
  'enrollment list': () => enrollments.enrollmentList,
  'enrollment pause': () => enrollments.enrollmentPause,
  'enrollment resume': () => enrollments.enrollmentResume,
  'enrollment cancel': () => enrollments.enrollmentCancel,
  'class sections': () => classLooks.classSections,
  'class invite': () => classActs.classInvite,
  'class revoke': () => classActs.classRevoke,
  'class progress': () => classActs.classProgress,
  'class show': () => classLooks.classShow,
  'class scan': () => classLooks.classScan,
  'class act': () => classActs.classAct,
  'class choose': () => classActs.classChoose,
  'class reset': () => classActs.classReset,
  'conversation show': () => conversations.conversationShow,
  'meeting list': () => meetings.meetingList,
  'meeting show': () => meetings.meetingShow,
  'meeting book': () => meetings.meetingBook,
  'meeting cancel': () => meetings.meetingCancel,
  'valuation make': () => valuations.valuationMake,
  'valuation import': () => sales.valuationImport,
  'valuation show': () => sales.valuationShow,
  'signal list': () => signals.signalList,
  'signal decay': () => signals.signalDecay,
  'suppress add': () => leads.suppressAdd,
  'suppress list': () => files.suppressList,
  'suppress import': () => files.suppressImport,
  'suppress export': () => files.suppressExport,
  'suppress lines': () => files.suppressLines,
  'suppress check': () => refusals.suppressCheck,
  'suppress review': () => stops.suppressReview,
  'suppress decide': () => stops.suppressDecide,
  'suppress lift': () => stops.suppressLift,
  'playbook list': () => playbooks.playbookList,
  'playbook show': () => playbooks.playbookShow,
  'playbook check': () => playbooks.playbookCheck,
  'playbook test': () => playbooks.playbookTest,
  'playbook diff': () => playbooks.playbookDiff,
  'playbook draw': () => drawings.playbookDraw,
  'playbook push': () => playbooks.playbookPush,
  'draft list': () => draftFiles.draftList,
  'draft show': () => draftFiles.draftShow,
  'draft save': () => draftFiles.draftSave,
  'draft check': () => draftTries.draftCheck,
  'draft test': () => draftTries.draftTest,
  'draft render': () => draftTries.draftRender,
  'draft send-test': () => draftSending.draftSendTest,
  'draft publish': () => draftPublishing.draftPublish,
  'draft drop': () => draftFiles.draftDrop,
  'workspace add': () => places.workspaceAdd,
  'workspace list': () => places.workspaceList,
  'workspace show': () => workspaces.workspaceShow,
  'workspace figures': () => dayFigures.workspaceFigures,
  'workspace set-limits': () => workspaces.workspaceSetLimits,
  'workspace set-retries': () => workspaces.workspaceSetRetries,
  'workspace set-voice': () => workspaces.workspaceSetVoice,
  'workspace go-live': () => workspaces.workspaceGoLive,
  'workspace go-dry': () => workspaces.workspaceGoDry,
  'workspace purge': () => workspaces.purge,
  'connection add': () => connections.connectionAdd,
  'connection list': () => connections.connectionList,
  'connection show': () => connections.connectionShow,
  'connection providers': () => providers.connectionProviders,
  'connection test': () => connections.connectionTest,
  'connection rotate': () => connections.connectionRotate,
  'connection remove': () => connections.connectionRemove,
  'webhook add': () => webhookActs.webhookAdd,
  'webhook list': () => webhookLooks.webhookList,
  'webhook change': () => webhookActs.webhookChange,
  'webhook rotate': () => webhookActs.webhookRotate,
  'webhook test': () => webhookActs.webhookTest,
  'webhook kinds': () => webhookLooks.webhookKinds,
  'webhook sends': () => webhookLooks.webhookSends,
  'webhook retry': () => webhookActs.webhookRetry,
  'webhook replay': () => webhookActs.webhookReplay,
  'webhook remove': () => webhookActs.webhookRemove,
  'plan propose': () => plans.planPropose,
  'plan list': () => plans.planList,
  'plan show': () => plans.planShow,
  'plan approve': () => plans.planApprove,
  'plan refuse': () => plans.planRefuse,
  'plan withdraw': () => plans.planWithdraw,
  'key create': () => keys.keyCreate,
  'key list': () => keys.keyList,
  'key revoke': () => keys.keyRevoke,
  'user add': () => people.userAdd,
  'user list': () => people.userList,
  'user remove': () => people.userRemove,
  'user reset': () => people.userReset,
  'user slack': () => people.userSlack,
  'audit list': () => audits.auditList,
  'db copy': () => databases.dbCopy,
  backup: () => backups.backup,
  restore: () => backups.restore,
  'sender list': () => senders.senderList,
  'sender resume': () => senders.senderResume,
  doctor: () => doctors.doctor,
  'halt add': () => instances.haltAdd,
  'halt lift': () => instances.haltLift,
  'halt list': () => instances.haltList,
  'instance show': () => instances.instanceShow,
  'instance figures': () => dayFigures.instanceFigures,
  'instance claim': () => instances.instanceClaim,
} as const satisfies Readonly<Record<string, () => Operation>>;

/** The table with the types of each operation, for typed faces. */
export type OperationTable = { readonly [Command in keyof typeof TABLE]: ReturnType<(typeof TABLE)[Command]> };

const BY_COMMAND: Readonly<Record<string, () => Operation>> = TABLE;
let made: readonly Operation[] | undefined;

/** Commands of all operations, in the order in which a new user meets them. */
export const COMMANDS: readonly string[] = Object.keys(TABLE);

/** The operation of a command of the table; undefined where it has none. */
export function operationOf(command: string): Operation | undefined {
  return Object.hasOwn(BY_COMMAND, command) ? BY_COMMAND[command]?.() : undefined;
}

/** All operations, in the order of their commands. */
export function allOperations(): readonly Operation[] {
  made ??= Object.values(BY_COMMAND).map((make) => make());
  return made;
}
