/**
 * Limits on the number of messages (directives/caps.md): to a lead, to an account, of a campaign, from a mailbox, a domain,
 * to a domain; and the law's on calls. Owns how each is counted and when it lets go; the numbers are settings.
 */
import { type AttemptLimits, attemptLimitsOf } from '../../calendar/calling-hours.ts';
import { DAY_MS } from '../../calendar/day.ts';
import { dayBegins, firstShowing, localDay } from '../../calendar/local-time.ts';
import { regionCodeOf } from '../../calendar/places.ts';
import type { ConsentReason } from '../reasons.ts';
import { type CounterScope, familyOf, type PaceAsk, TOUCH_DAYS, type Touch, type Wait } from './facts.ts';
import type { ChannelLimits } from './send-limits.ts';
import { senderAllowance } from './warm-up.ts';

const MONTH_MS = TOUCH_DAYS * DAY_MS;

/** What protects one person: limits on messages to a lead, and the law's on calls and texts. */
export function leadCaps(ask: PaceAsk): readonly Wait[] {
  const { leadDay, leadMonth } = ask.limits[familyOf(ask.channel)];
  const touches = ask.facts.touches.filter(({ channel }) => channel === familyOf(ask.channel));
  return [
    ...dayCap('lead-day', touches, leadDay, ask),
    ...rollingCap('lead-month', touches, leadMonth, MONTH_MS, ask.now),
    ...lawCaps(ask),
  ];
}

/** What protects accounts, mailboxes and domains. */
export function sharedCaps(ask: PaceAsk): readonly Wait[] {
  const family = familyOf(ask.channel);
  const limits = ask.limits[family];
  const touches = ask.facts.accountTouches.filter(({ channel }) => channel === family);
  return [...dayCap('account-day', touches, limits.accountDay, ask), ...counterCaps(ask, limits)];
}

/**
 * E-mail is counted by the lead's own days, as people count it; texts and calls by any 24 hours, as the laws do.
 * Why: three texts before midnight and three after would be six in an evening.
 */
function dayCap(name: string, touches: readonly Touch[], limit: number | null, ask: PaceAsk): readonly Wait[] {
  return ask.channel === 'email'
    ? localDayCap(name, touches, limit, ask)
    : rollingCap(name, touches, limit, DAY_MS, ask.now);
}

/** A touch that is dated ahead, by a clock that went back, counts as one of today. */
function localDayCap(
  name: string,
  touches: readonly Touch[],
  limit: number | null,
  { now, zone }: PaceAsk,
): readonly Wait[] {
  const today = localDay(now, zone);
  const count = touches.filter(({ at }) => localDay(at, zone) >= today).length;
  if (limit === null || count < limit) return [];
  return [reached(name, count, limit, limit === 0 ? null : firstShowing((today + 1) * DAY_MS, zone, now))];
}

/** Lets go when the oldest of the last `limit` touches is as old as the span; a limit of nought never does. */
function rollingCap(
  name: string,
  touches: readonly Touch[],
  limit: number | null,
  spanMs: number,
  now: number,
  law?: string,
): readonly Wait[] {
  const recent = touches.map(({ at }) => at).filter((at) => at > now - spanMs);
  if (limit === null || recent.length < limit) return [];
  const oldest = recent.sort((a, b) => b - a)[limit - 1];
  return [reached(name, recent.length, limit, oldest === undefined ? null : oldest + spanMs, law)];
}

/** Calls and texts to one number together, whatever our own limits are. Where the place is not known, the strictest on file. */
function lawCaps({ channel, place, facts, now }: PaceAsk): readonly Wait[] {
  if (channel === 'email') return [];
  const { day, month, source }: AttemptLimits = attemptLimitsOf(
    place.country,
    regionCodeOf(place.country ?? '', place.region ?? ''),
  );
  const calls = facts.numberTouches.filter(({ channel: by }) => by === 'sms' || by === 'voice');
  return [
    ...rollingCap('law-day', calls, day, DAY_MS, now, source),
    ...rollingCap('law-month', calls, month, MONTH_MS, now, source),
  ];
}

function counterCaps({ channel, facts, limits: all, now }: PaceAsk, limits: ChannelLimits): readonly Wait[] {
  const warmUp = channel === 'email' ? all.warmUp : null;
  const { allowance, warming } = senderAllowance(limits.senderDay, warmUp, facts.sender.warmDays);
  const asked: readonly (readonly [CounterScope, number | null])[] = [
    ['campaign', limits.campaignDay],
    ['sender', allowance],
    ['sending-domain', limits.sendingDomainDay],
    ['recipient-domain', limits.recipientDomainDay],
  ];
  const tomorrow = () => dayBegins(localDay(now, all.zone) + 1, all.zone);
  return asked.flatMap(([scope, limit]): readonly Wait[] => {
    const count = facts.counters[scope];
    const kept = facts.kept?.[scope] ?? 0;
    if (limit === null || count + kept < limit) return [];
    if (count < limit) {
      // Whoever was written to is written to again before somebody new is.
      const facts = { cap: `${scope}-day`, count, kept, limit };
      return [{ until: tomorrow(), reason: { code: 'kept-for-follow-ups' satisfies ConsentReason, facts } }];
    }
    if (scope === 'sender' && warming) return [warmingUp(count, limit, facts.sender.warmDays, tomorrow())];
    return [reached(`${scope}-day`, count, limit, limit === 0 ? null : tomorrow())];
  });
}

function reached(cap: string, count: number, limit: number, until: number | null, law?: string): Wait {
  const facts = { cap, count, limit, ...(law === undefined ? {} : { law }) };
  return { until, reason: { code: 'cap-reached' satisfies ConsentReason, facts } };
}

function warmingUp(count: number, limit: number, warmDays: number, until: number): Wait {
  return { until, reason: { code: 'warming-up' satisfies ConsentReason, facts: { count, limit, warmDays } } };
}
