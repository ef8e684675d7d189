/**
 * Limits that a playbook sets beside those of its workspace (directives/playbook-limits.md): of each the stricter holds, so that a
 * playbook tightens and never loosens. Owns that one rule.
 */
import type { ChannelLimits, SendLimits } from './send-limits.ts';

/** Caps by channel, as a playbook says them; what is left out it leaves to the workspace. */
export type PlaybookLimits = Partial<Record<'email' | 'sms' | 'voice', Partial<ChannelLimits>>>;

/** The stricter of the two, of each limit. */
export function tightened(limits: SendLimits, { email, sms, voice }: PlaybookLimits): SendLimits {
  return {
    ...limits,
    email: stricter(limits.email, email),
    sms: stricter(limits.sms, sms),
    voice: stricter(limits.voice, voice),
  };
}

function stricter(limits: ChannelLimits, own: Partial<ChannelLimits> | undefined): ChannelLimits {
  if (own === undefined) return limits;
  const names = Object.keys(limits) as (keyof ChannelLimits)[];
  return Object.fromEntries(names.map((name) => [name, lower(limits[name], own[name])])) as unknown as ChannelLimits;
}

/** Null and undefined = no limit. */
function lower(one: number | null, other: number | null | undefined): number | null {
  if (other == null) return one;
  return one === null ? other : Math.min(one, other);
}
