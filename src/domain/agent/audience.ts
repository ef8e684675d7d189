/** What a yes was given to, and whether it is still that (directives/agent-audience.md). Counts people by their ids, and knows nothing else of them. */

/** Messages or most messages a day, by channel. */
export interface ByChannel {
  readonly email: number;
  readonly sms: number;
  readonly voice: number;
}

/** What a plan is about, as it stands at a time. */
export interface PlanBasis {
  readonly people: number;
  /** Of all their ids. */
  readonly hash: string;
  /** Their ids; null = too many to be kept. */
  readonly members: readonly string[] | null;
  /** Of what they are told and by whom: playbooks, senders, whether it leaves for real. */
  readonly content: string;
  /** Most messages a day, as limits and mailboxes are set; null = no limit. */
  readonly perDay: { readonly [Channel in keyof ByChannel]: number | null };
}

/** What is not as it was. */
export interface PlanChange {
  readonly was: number;
  readonly is: number;
  /** Who came and who left, by their ids; null = not known: there are too many to tell one by one. */
  readonly moved: { readonly added: readonly string[]; readonly left: readonly string[] } | null;
  /** Other words, another sender, another way out. */
  readonly content: boolean;
  /** Channels by which more may leave a day. */
  readonly faster: readonly (keyof ByChannel)[];
}

const CHANNELS = ['email', 'sms', 'voice'] as const;
/** Share of an audience that may join without a new yes. */
const JOINING_SHARE = 0.02;
/** Share that may leave: fewer messages, and yet another audience when it is most of them. */
const LEAVING_SHARE = 0.2;

/** What changed between the yes and now; null = nothing. */
export function planChange(before: PlanBasis, now: PlanBasis): PlanChange | null {
  const faster = CHANNELS.filter((channel) => grew(before.perDay[channel], now.perDay[channel]));
  const content = before.content !== now.content;
  if (before.hash === now.hash && !content && faster.length === 0) return null;
  return { was: before.people, is: now.people, moved: movedBetween(before, now), content, faster };
}

function movedBetween(before: PlanBasis, now: PlanBasis): PlanChange['moved'] {
  if (before.hash === now.hash) return { added: [], left: [] };
  if (before.members === null || now.members === null) return null;
  return { added: without(now.members, before.members), left: without(before.members, now.members) };
}

function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}

/** Whether a person must say yes anew. */
export function needsNewYes({ was, moved, content, faster }: PlanChange): boolean {
  if (content || faster.length > 0 || moved === null) return true;
  return moved.added.length > was * JOINING_SHARE || moved.left.length > was * LEAVING_SHARE;
}

function grew(before: number | null, now: number | null): boolean {
  return before !== null && (now === null || now > before);
}
