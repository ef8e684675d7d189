/** Operations on what an account goes through: check, start, step, pause, resume, cancel, close. */
import { z } from 'zod';
import { pausing } from '../../../domain/account/conflict.ts';
import { ACCOUNT_OUTCOMES } from '../../../domain/account/enrollment.ts';
import { type AccountKey, actOnAccount, startAccount, stepAccountNow } from '../../accounts/acts.ts';
import { accountSubject, conflictShown, conflictsFor } from '../../accounts/view.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { type OperationContext, operation } from '../operation.ts';
import { ActShown, accountRef, actShown, ConflictShown } from './shape.ts';

const why = z.string().max(500).default('').describe('for those who find it so');

function keyOf({ workspaceId }: OperationContext, accountId: string): AccountKey {
  return { workspaceId, accountId };
}

/** What all that act on a passage have in common. */
const ACT = { noun: 'account', kind: 'command', role: 'operator', scope: 'workspace', output: ActShown } as const;
const ERRORS = ['no-such-account', 'not-enrolled', 'already-ended'];

/** `account check`: before it begins. */
export const accountCheck = operation({
  noun: 'account',
  verb: 'check',
  command: 'account check',
  summary:
    'What stands against an account in a campaign, before it begins or while it runs, and what the playbook makes of it',
  kind: 'query',
  input: z.strictObject({ account: accountRef, campaign: campaignRef }),
  output: z.object({
    account: z.string(),
    campaign: z.string(),
    goesOn: z.boolean(),
    conflicts: z.array(ConflictShown),
  }),
  positional: ['account'],
  errors: ['no-such-account', 'no-such-campaign', 'no-campaign', 'which-campaign', 'no-account-sequence'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'account check acme.com --campaign abm', says: 'an open deal, a customer, two owners' }],
  async run(context, { account, campaign: ref }) {
    const { engine } = context;
    const campaign = await campaignOf(context, ref);
    const subject = await accountSubject(engine, keyOf(context, account), campaign);
    const conflicts = conflictsFor(engine, subject, campaign);
    return {
      ...{ account, campaign: campaign.name, goesOn: pausing(conflicts) === null },
      conflicts: conflicts.map(conflictShown),
    };
  },
});

/** `account start`. */
export const accountStart = operation({
  ...ACT,
  verb: 'start',
  command: 'account start',
  summary:
    'Begin an account in a campaign; what stands against it has it begin paused. An account is in one campaign at a time',
  input: z.strictObject({ account: accountRef, campaign: campaignRef }),
  positional: ['account'],
  errors: [
    ...['no-such-account', 'no-such-campaign', 'no-campaign', 'which-campaign', 'no-account-sequence', 'no-contacts'],
    ...['account-in-campaign', 'wrong-state'],
  ],
  effect: 'send',
  idempotent: true,
  preview: 'account check',
  undo: 'account cancel',
  examples: [{ command: 'account start acme.com --campaign abm', says: 'a second time changes nothing' }],
  async run(context, { account, campaign }) {
    const found = await campaignOf(context, campaign);
    return actShown(await startAccount(context.engine, keyOf(context, account), found));
  },
});

/** `account step`. */
export const accountStep = operation({
  ...ACT,
  verb: 'step',
  command: 'account step',
  summary: 'Make the next touchpoint of an account now; before its time only by force, and never against a permission',
  input: z.strictObject({
    account: accountRef,
    force: z.boolean().default(false).describe('do not wait for the gap; all else is still waited for'),
  }),
  positional: ['account'],
  errors: [...ERRORS, 'account-not-active', 'account-not-due'],
  effect: 'send',
  idempotent: false,
  preview: 'account show',
  examples: [{ command: 'account step acme.com --force', says: 'the gap is not waited for' }],
  async run(context, { account, force }) {
    return actShown(await stepAccountNow(context.engine, keyOf(context, account), force));
  },
});

/** `account pause`. */
export const accountPause = operation({
  ...ACT,
  verb: 'pause',
  command: 'account pause',
  summary: 'Pause an account: nothing leaves to any of its contacts, what waits to leave is refused',
  input: z.strictObject({ account: accountRef, why }),
  positional: ['account', 'why'],
  errors: ERRORS,
  effect: 'write',
  idempotent: true,
  undo: 'account resume',
  examples: [{ command: 'account pause acme.com "new board"', says: 'until account resume' }],
  async run(context, { account, why: because }) {
    const act = { kind: 'pause', by: context.actor, why: because } as const;
    return actShown(await actOnAccount(context.engine, keyOf(context, account), act));
  },
});

/** `account resume`. */
export const accountResume = operation({
  ...ACT,
  verb: 'resume',
  command: 'account resume',
  summary:
    'Let a paused account go on; what was said and what is known of it so far holds it no more, but for opt-outs',
  input: z.strictObject({ account: accountRef }),
  positional: ['account'],
  errors: ERRORS,
  effect: 'send',
  idempotent: true,
  preview: 'account show',
  undo: 'account pause',
  examples: [{ command: 'account resume acme.com', says: 'its next touchpoint comes when its gap is over' }],
  async run(context, { account }) {
    const act = { kind: 'resume', by: context.actor, why: '' } as const;
    return actShown(await actOnAccount(context.engine, keyOf(context, account), act));
  },
});

/** `account cancel`. */
export const accountCancel = operation({
  ...ACT,
  verb: 'cancel',
  command: 'account cancel',
  summary: 'Call an account off, for good; what waits to leave is refused, calls to make are taken back',
  input: z.strictObject({ account: accountRef, why }),
  positional: ['account', 'why'],
  errors: ERRORS,
  effect: 'irreversible',
  idempotent: false,
  preview: 'account show',
  examples: [{ command: 'account cancel acme.com "merged with Bolt"', says: 'it may begin anew later' }],
  async run(context, { account, why: because }) {
    const act = { kind: 'cancel', by: context.actor, why: because } as const;
    return actShown(await actOnAccount(context.engine, keyOf(context, account), act));
  },
});

/** `account close`. */
export const accountClose = operation({
  ...ACT,
  verb: 'close',
  command: 'account close',
  summary: 'Close an account with what came of it',
  input: z.strictObject({
    account: accountRef,
    outcome: z.enum(ACCOUNT_OUTCOMES).describe('what came of it'),
    why,
  }),
  positional: ['account', 'outcome', 'why'],
  errors: ERRORS,
  effect: 'irreversible',
  idempotent: false,
  preview: 'account show',
  examples: [{ command: 'account close acme.com meeting', says: 'its place is free for another campaign' }],
  async run(context, { account, outcome, why: because }) {
    const act = { kind: 'close', outcome, by: context.actor, why: because } as const;
    return actShown(await actOnAccount(context.engine, keyOf(context, account), act));
  },
});
