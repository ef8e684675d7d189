/**
 * Limits on sending as a workspace has set them, and as they are for one message. Owns where they are kept; what they mean
 * is `domain/consent/pace`.
 */
import type { z } from 'zod';
import { mailboxNamed } from '../../domain/campaign/senders.ts';
import { TOUCH_DAYS } from '../../domain/consent/pace/facts.ts';
import { DEFAULT_LIMITS, LIMITS_SETTING as SETTING, type SendLimits } from '../../domain/consent/pace/send-limits.ts';
import { sendLimitsSchema } from '../../domain/consent/pace/send-limits-schema.ts';
import { type PlaybookLimits, tightened } from '../../domain/consent/pace/tighten.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage, FactsAsked, Workspace } from '../store-port.ts';

/** Settings that were read once; each batch of work reads its workspaces anew. */
const READ = new WeakMap<Workspace['settings'], SendLimits>();

/** The limits of a workspace; the standard ones where it has set none. */
export function sendLimitsOf({ settings }: Workspace): SendLimits {
  const stored = settings[SETTING];
  if (stored === undefined) return DEFAULT_LIMITS;
  const limits = READ.get(settings) ?? sendLimitsSchema.parse(stored);
  READ.set(settings, limits);
  return limits;
}

/** Sets the limits of a workspace; null = the standard ones. They hold from the next batch on. */
export async function setSendLimits(engine: Engine, workspace: Workspace, limits: SendLimits | null): Promise<void> {
  const { [SETTING]: _, ...others } = workspace.settings;
  const settings = limits === null ? others : { ...others, [SETTING]: limits };
  await engine.store.workspaces.save({ ...workspace, settings });
}

/** Limits after a change, or what is wrong with it, each naming the limit. */
export type LimitsChange = { readonly limits: SendLimits } | { readonly problems: readonly string[] };

/**
 * Changes limits by name: `email.senderDay` to `50`, `canary` to `none`, `jitter` to `standard`. A part of something that is switched off
 * begins with the standard one.
 */
export function changedLimits(before: SendLimits, changes: Readonly<Record<string, string>>): LimitsChange {
  const settings = JSON.parse(JSON.stringify(before)) as Settings;
  for (const [name, value] of Object.entries(changes)) put(settings, name.split('.'), value, DEFAULT_LIMITS);
  const parsed = sendLimitsSchema.safeParse(settings);
  if (parsed.success) return { limits: parsed.data };
  return { problems: parsed.error.issues.map((issue) => problemSays(issue, changes)) };
}

/** What a value must be, and what was written; the schema's own words for what no value is wrong in. */
function problemSays(issue: z.core.$ZodIssue, changes: Readonly<Record<string, string>>): string {
  const name = issue.path.join('.');
  const text = changes[name];
  if (text === undefined) return [name, issue.message].filter(Boolean).join(': ');
  if (name === 'zone') return `${name} must be an IANA time zone such as Europe/Berlin, not “${text}”`;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'object')
        return `${name} is several limits, each with a name such as ${partOf(name)}, and not “${text}”`;
      if (issue.expected === 'int') return `${name} must be a whole number, not “${text}”`;
      return `${name} must be a number, not “${text}”`;
    case 'too_small':
      return `${name} must be at least ${issue.minimum}, not “${text}”`;
    case 'too_big':
      return `${name} must be at most ${issue.maximum}, not “${text}”`;
    case 'invalid_value':
      return `${name} must be ${issue.values.join(' or ')}, not “${text}”`;
    default:
      return `${name}: ${issue.message}`;
  }
}

/** The first limit of several that stand together. */
function partOf(name: string): string {
  const parts = (DEFAULT_LIMITS as unknown as Settings)[name];
  return [name, ...Object.keys(parts ?? {}).slice(0, 1)].join('.');
}

type Settings = Record<string, unknown>;

function put(settings: Settings, [name = '', ...rest]: readonly string[], text: string, standard: unknown): void {
  const [, below] = Object.entries(standard ?? {}).find(([known]) => known === name) ?? [];
  if (rest.length === 0) settings[name] = text === 'standard' ? below : settingOf(text);
  else {
    const inner = { ...((settings[name] ?? below) as Settings | undefined) };
    settings[name] = inner;
    put(inner, rest, text, below);
  }
}

function settingOf(text: string): unknown {
  if (text === 'none') return null;
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

/**
 * The limits of one message: those of its workspace and of its playbook, the stricter of each; of a mailbox the campaign's own where that
 * is lower; the gap that its sequence says, or that of the workspace where it has set a longer one.
 */
export function limitsOfMessage(engine: Engine, claimed: ClaimedMessage, minGapHours: number | null): SendLimits {
  const { workspace, campaign } = claimed;
  const limits = tightened(sendLimitsOf(workspace), capsOf(engine, claimed));
  const { email } = limits;
  const mailbox = campaign && (mailboxNamed(campaign.sender, claimed.message.sender) ?? campaign.sender);
  const ofCampaign = mailbox?.dailyCap ?? null;
  const senderDay = ofCampaign === null ? email.senderDay : Math.min(ofCampaign, email.senderDay ?? ofCampaign);
  // What nobody has set is a standard, which a sequence may go below; what somebody has set is a limit.
  const leastGap = workspace.settings[SETTING] === undefined ? 0 : limits.minGapHours;
  const gap = minGapHours === null ? limits.minGapHours : Math.max(minGapHours, leastGap);
  return { ...limits, minGapHours: gap, email: { ...email, senderDay } };
}

function capsOf(engine: Engine, { message }: ClaimedMessage): PlaybookLimits {
  return engine.playbooks.get(message.playbookHash).playbook.limits ?? {};
}

/** Which facts must be read for a message. */
export function factsAsked(engine: Engine, claimed: ClaimedMessage): FactsAsked {
  const { workspace, campaign, message } = claimed;
  const limits = tightened(sendLimitsOf(workspace), capsOf(engine, claimed));
  const { email, canary, humanTouch } = limits;
  const account = email.accountDay !== null;
  // The gap is a sequence's own, so that it is looked for wherever there may be one; limits of the law nobody sets.
  const mayBeLimited = campaign !== null || message.channel !== 'email';
  const touches = mayBeLimited || account || email.leadDay !== null || email.leadMonth !== null;
  const follows = message.channel === 'email' ? followsAsked(claimed, limits) : { sender: 0, campaign: 0 };
  return {
    touches: touches || humanTouch.then === 'hold',
    ...{ account, canary: canary !== null && campaign !== null, follows },
  };
}

/** As many places as the limits of its mailbox and of its campaign have; a high one keeps none. */
function followsAsked({ campaign, message }: ClaimedMessage, { email, warmUp }: SendLimits): FactsAsked['follows'] {
  const mailbox = campaign && (mailboxNamed(campaign.sender, message.sender) ?? campaign.sender);
  const ramp = warmUp && warmUp.start + warmUp.step * TOUCH_DAYS;
  const kept = (...limits: readonly (number | null | undefined)[]) => {
    const lowest = Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY));
    return lowest > LIMITS.keepsFollowUps ? 0 : lowest;
  };
  return { sender: kept(email.senderDay, mailbox?.dailyCap, ramp), campaign: kept(email.campaignDay) };
}
