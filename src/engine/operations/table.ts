/** The table of operations: what every face is made from. An operation that is not here does not exist. */

import * as audits from './access/audit.ts';
import * as keys from './access/keys.ts';
import * as people from './access/people.ts';
import * as places from './access/workspaces.ts';
import * as accounts from './accounts/accounts.ts';
import * as accountPassages from './accounts/passages.ts';
import * as conversations from './bot/conversations.ts';
import * as sales from './bot/sales.ts';
import * as valuations from './bot/valuations.ts';
import * as campaigns from './campaigns.ts';
import * as classActs from './classes/act.ts';
import * as classLooks from './classes/look.ts';
import * as drawings from './drawing/playbooks.ts';
import * as handoffs from './handoffs/handoffs.ts';
import * as teams from './handoffs/teams.ts';
import * as harvests from './harvest.ts';
import * as imports from './imports.ts';
import * as connections from './instance/connections.ts';
import * as databases from './instance/database.ts';
import * as doctors from './instance/doctor.ts';
import * as senders from './instance/senders.ts';
import * as leads from './leads.ts';
import * as instances from './ledger/instances.ts';
import * as messages from './ledger/messages.ts';
import type { Operation } from './operation.ts';
import * as pairs from './pairs.ts';
import * as playbooks from './playbooks.ts';
import * as events from './reactions/events.ts';
import * as mailboxes from './reactions/mailboxes.ts';
import * as mails from './reactions/mails.ts';
import * as replies from './reactions/replies.ts';
import * as signals from './reactions/signals.ts';
import * as reviews from './reviews.ts';
import * as routineActs from './routines/act.ts';
import * as routineLooks from './routines/look.ts';
import * as running from './running.ts';
import * as simulations from './simulations.ts';
import * as calledOff from './steering/campaigns.ts';
import * as enrollments from './steering/enrollments.ts';
import * as steered from './steering/leads.ts';
import * as campaignMailboxes from './steering/senders.ts';
import * as stops from './steering/suppressions.ts';
import * as tasks from './tasks.ts';
import * as workspaces from './workspaces.ts';

const TABLE = [
  imports.importOperation,
  imports.importList,
  imports.importUndo,
  harvests.harvest,
  imports.dedupe,
  imports.verify,
  mails.classify,
  leads.leadAdd,
  leads.leadList,
  leads.leadShow,
  leads.explain,
  steered.leadPause,
  steered.leadResume,
  steered.leadCancel,
  pairs.pairList,
  pairs.pairDistinct,
  pairs.leadMerge,
  pairs.leadUnmerge,
  campaigns.assess,
  reviews.reviewList,
  reviews.reviewApprove,
  reviews.reviewReject,
  reviews.reviewBack,
  campaigns.campaignCreate,
  campaigns.campaignChange,
  campaigns.campaignList,
  campaigns.campaignShow,
  campaigns.campaignCheck,
  simulations.simulate,
  campaigns.campaignLaunch,
  campaigns.campaignPause,
  campaigns.campaignResume,
  campaigns.campaignFinish,
  calledOff.campaignTrack,
  campaignMailboxes.campaignSenders,
  calledOff.campaignCancel,
  campaigns.campaignRelease,
  accounts.accountAdd,
  accounts.accountContact,
  accounts.accountMark,
  accounts.accountList,
  accounts.accountShow,
  accountPassages.accountCheck,
  accountPassages.accountStart,
  accountPassages.accountStep,
  accountPassages.accountPause,
  accountPassages.accountResume,
  accountPassages.accountCancel,
  accountPassages.accountClose,
  running.work,
  running.worker,
  running.serve,
  routineLooks.routineList,
  routineLooks.routineShow,
  routineActs.routineRun,
  routineActs.routineRunAll,
  routineActs.routineEnable,
  routineActs.routineDisable,
  routineActs.routineSet,
  routineActs.routineAdd,
  routineActs.routineRemove,
  routineLooks.routineHistory,
  routineLooks.routineHealth,
  routineLooks.alertList,
  tasks.taskList,
  tasks.taskDone,
  handoffs.handOffList,
  handoffs.handOffShow,
  handoffs.handOffClaim,
  handoffs.handOffDone,
  handoffs.handOffRetry,
  teams.teamSet,
  teams.teamList,
  teams.teamRemove,
  leads.messageList,
  messages.messageRetry,
  messages.messageSettle,
  messages.messageCancel,
  events.eventRecord,
  replies.replyList,
  replies.replyShow,
  replies.messageReply,
  replies.replyCorrect,
  replies.replyAssign,
  replies.replySnooze,
  replies.replyDone,
  replies.replyOpen,
  mailboxes.mailRecord,
  mailboxes.mailboxList,
  mailboxes.mailboxCheck,
  mailboxes.mailboxMails,
  enrollments.enrollmentList,
  enrollments.enrollmentPause,
  enrollments.enrollmentResume,
  enrollments.enrollmentCancel,
  classLooks.classSections,
  classActs.classInvite,
  classActs.classRevoke,
  classActs.classProgress,
  classLooks.classShow,
  classLooks.classScan,
  classActs.classAct,
  classActs.classChoose,
  classActs.classReset,
  conversations.conversationShow,
  valuations.valuationMake,
  sales.valuationImport,
  sales.valuationShow,
  signals.signalList,
  signals.signalDecay,
  leads.suppressAdd,
  stops.suppressReview,
  stops.suppressDecide,
  stops.suppressLift,
  playbooks.playbookList,
  playbooks.playbookShow,
  playbooks.playbookCheck,
  playbooks.playbookTest,
  playbooks.playbookDiff,
  drawings.playbookDraw,
  playbooks.playbookPush,
  places.workspaceAdd,
  places.workspaceList,
  workspaces.workspaceShow,
  workspaces.workspaceSetLimits,
  workspaces.workspaceSetRetries,
  workspaces.workspaceSetVoice,
  workspaces.workspaceGoLive,
  workspaces.workspaceGoDry,
  workspaces.purge,
  connections.connectionAdd,
  connections.connectionList,
  connections.connectionShow,
  connections.connectionTest,
  connections.connectionRotate,
  connections.connectionRemove,
  keys.keyCreate,
  keys.keyList,
  keys.keyRevoke,
  people.userAdd,
  people.userList,
  people.userRemove,
  people.userReset,
  audits.auditList,
  databases.dbCopy,
  senders.senderList,
  senders.senderResume,
  doctors.doctor,
  instances.haltAdd,
  instances.haltLift,
  instances.haltList,
  instances.instanceShow,
  instances.instanceClaim,
] as const satisfies readonly Operation[];

/** The table with the types of each operation, for typed faces. */
export type OperationTable = typeof TABLE;

/** All operations, in the order in which a new user meets them. */
export const OPERATIONS: readonly Operation[] = TABLE;
