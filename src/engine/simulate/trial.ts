/**
 * Values that a simulation tries: read before it begins, put into the copy when it does. Which there are, and how each is read, is
 * `domain/playbook/trial` and `changedLimits`; here they are kept apart by whose they are.
 */
import { hash } from 'node:crypto';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { SendLimits } from '../../domain/consent/pace/send-limits.ts';
import { LIMITS } from '../../domain/limits.ts';
import { withOwnHash } from '../../domain/playbook/assemble.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { type TrialChange, trialOf } from '../../domain/playbook/trial/trial.ts';
import { CAPS, channelsOf, NO_LIMIT, type TrialValue, trialValues } from '../../domain/playbook/trial/values.ts';
import { changedLimits, sendLimitsOf, setSendLimits } from '../deliver/send-limits.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { Workspace } from '../store-port.ts';

/** Values read: what the copy runs in place of its own. Null = as it is. */
export interface TrialPlan {
  readonly playbook: Playbook | null;
  readonly limits: SendLimits | null;
  readonly changes: readonly TrialChange[];
}

/** No other value. */
export const NO_TRIAL: TrialPlan = { playbook: null, limits: null, changes: [] };
/** Names of what is the workspace's begin so. */
const OF_WORKSPACE = 'workspace.';
const HOURS = 'minGapHours';

/** Every value that may be tried with a campaign, as it is: of its playbook, then of its workspace. */
export function triableValues(playbook: Playbook, workspace: Workspace): readonly TrialValue[] {
  return [...trialValues(playbook), ...ofWorkspace(playbook, sendLimitsOf(workspace))];
}

function ofWorkspace(playbook: Playbook, limits: SendLimits): readonly TrialValue[] {
  const common = { sequence: null, step: null, kind: 'cap' } as const;
  const caps = channelsOf(playbook).flatMap((channel) =>
    CAPS.map((cap) => {
      const name = `${OF_WORKSPACE}${channel}.${cap}`;
      return { ...common, name, value: String(limits[channel][cap] ?? NO_LIMIT) };
    }),
  );
  return [...caps, { ...common, name: `${OF_WORKSPACE}${HOURS}`, value: String(limits[HOURS]) }];
}

/** Reads the values. Errors: refusal `bad-trial-value`, which names the first that cannot be, and what to write. */
export function trialPlanOf(
  playbook: Playbook,
  workspace: Workspace,
  set: Readonly<Record<string, string>>,
): TrialPlan {
  const entries = Object.entries(set);
  if (entries.length === 0) return NO_TRIAL;
  if (entries.length > LIMITS.trialValues) {
    const sentence = `${entries.length} values are more than one run tries`;
    throw new Refusal('bad-trial-value', sentence, `name ${LIMITS.trialValues} at most`);
  }
  const isOurs = ([name]: readonly [string, string]) => name.startsWith(OF_WORKSPACE);
  const own = trialOf(playbook, Object.fromEntries(entries.filter((one) => !isOurs(one))));
  if ('problems' in own) {
    const [first] = own.problems;
    throw new Refusal('bad-trial-value', first?.message ?? '', first?.remedy || 'rekindle trial list names them');
  }
  const limits = limitsTried(workspace, entries.filter(isOurs));
  const before = ofWorkspace(playbook, sendLimitsOf(workspace));
  const after = new Map(ofWorkspace(playbook, limits ?? sendLimitsOf(workspace)).map((one) => [one.name, one.value]));
  const moved = before.flatMap(({ name, value }) => {
    const is = after.get(name) ?? value;
    return is === value ? [] : [{ name, was: value, is }];
  });
  return {
    playbook: own.changes.length === 0 ? null : withOwnHash(own.playbook, (text) => hash('sha256', text)),
    limits: moved.length === 0 ? null : limits,
    changes: [...own.changes, ...moved],
  };
}

function limitsTried(workspace: Workspace, entries: readonly (readonly [string, string])[]): SendLimits | null {
  if (entries.length === 0) return null;
  const names = entries.map(([name, text]) => [name.slice(OF_WORKSPACE.length), text] as const);
  const change = changedLimits(sendLimitsOf(workspace), Object.fromEntries(names));
  if ('limits' in change) return change.limits;
  const sentence = change.problems.map((one) => `${OF_WORKSPACE}${one}`).join('; ');
  throw new Refusal('bad-trial-value', sentence, 'rekindle workspace show names the limits; none switches one off');
}

/** Puts them into the copy; the campaign as it runs there. */
export async function putTrial(copy: Engine, campaign: Campaign, { playbook, limits }: TrialPlan): Promise<Campaign> {
  const { store, clock } = copy;
  const { workspaceId } = campaign;
  if (limits) {
    const workspace = await store.workspaces.ensure(workspaceId, clock.now());
    await setSendLimits(copy, workspace, limits);
  }
  if (!playbook) return campaign;
  const { hash: version, name } = playbook;
  await store.playbooks.put({
    ...{ workspaceId, hash: version, name, content: canonicalJson(playbook), contents: [], createdAt: clock.now() },
  });
  await copy.playbooks.refresh();
  return { ...campaign, playbookHash: version };
}
