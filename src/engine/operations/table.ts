/** The table of operations: what every face is made from. An operation that is not here does not exist. */
import * as conversations from './bot/conversations.ts';
import * as valuations from './bot/valuations.ts';
import * as campaigns from './campaigns.ts';
import * as harvests from './harvest.ts';
import * as imports from './imports.ts';
import * as connections from './instance/connections.ts';
import * as databases from './instance/database.ts';
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
import * as signals from './reactions/signals.ts';
import * as reviews from './reviews.ts';
import * as routineActs from './routines/act.ts';
import * as routineLooks from './routines/look.ts';
import * as running from './running.ts';
import * as simulations from './simulations.ts';
import * as calledOff from './steering/campaigns.ts';
import * as enrollments from './steering/enrollments.ts';
import * as steered from './steering/leads.ts';
import * as stops from './steering/suppressions.ts';
import * as tasks from './tasks.ts';
import * as workspaces from './workspaces.ts';

/** All operations, in the order in which a new user meets them. */
export const OPERATIONS: readonly Operation[] = [
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
  calledOff.campaignCancel,
  campaigns.campaignRelease,
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
  leads.messageList,
  messages.messageRetry,
  messages.messageSettle,
  messages.messageCancel,
  events.eventRecord,
  mailboxes.mailRecord,
  mailboxes.mailboxList,
  mailboxes.mailboxCheck,
  mailboxes.mailboxMails,
  enrollments.enrollmentList,
  enrollments.enrollmentPause,
  enrollments.enrollmentResume,
  enrollments.enrollmentCancel,
  conversations.conversationShow,
  valuations.valuationMake,
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
  playbooks.playbookPush,
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
  databases.dbCopy,
  senders.senderList,
  senders.senderResume,
  instances.haltAdd,
  instances.haltLift,
  instances.haltList,
  instances.instanceShow,
  instances.instanceClaim,
];
