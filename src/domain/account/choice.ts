/**
 * Whom of an account the next touchpoint goes to, or what it waits for. The rule is directives/account-choice.md. Owns the order of
 * contacts, the time that an answer is given, and how many are waited for at once.
 */
import { type Referrer, referrerFor } from './claim.ts';
import type { Happening } from './conflict.ts';
import type { AccountPlan } from './plan.ts';
import { type AccountTouch, madeOf } from './touch.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What is asked. */
export interface ChoiceAsk {
  readonly now: number;
  readonly startedAt: number;
  /** All contacts in their rank, and those of them that are neither held nor out of reach. */
  readonly ranked: readonly string[];
  readonly reachable: readonly string[];
  /** In any order. */
  readonly touches: readonly AccountTouch[];
  readonly happenings: readonly Happening[];
}

/** Who is next, naming whom; or until when nobody is. */
export type Choice =
  | { readonly leadId: string; readonly referrer: Referrer | null }
  | { readonly until: number; readonly because: 'answer-awaited' | 'contacts-active' | 'colleague-too-soon' };

/** Whom the next touchpoint goes to. Null = there is nobody. */
export function chooseContact(plan: AccountPlan, ask: ChoiceAsk): Choice | null {
  const made = madeOf(ask.touches);
  const leadId = preferred(plan, ask.reachable, made);
  if (leadId === null) return null;
  const windows = openWindows(plan, made, ask.now);
  const own = windows.get(leadId);
  if (own !== undefined) return { until: own, because: 'answer-awaited' };
  if (windows.size >= plan.activeContacts) return { until: Math.min(...windows.values()), because: 'contacts-active' };
  const referrer = referrerFor({ ...ask, target: leadId });
  if (referrer === null) return { leadId, referrer };
  const toldFrom = referrer.firstAt + plan.colleagueAfterDays * DAY_MS;
  return toldFrom > ask.now ? { until: toldFrom, because: 'colleague-too-soon' } : { leadId, referrer };
}

/** The first contacts' touchpoints are the first one's; then whoever was never touched; then the first one again. */
function preferred(
  { firstContactTouches }: AccountPlan,
  reachable: readonly string[],
  made: readonly AccountTouch[],
): string | null {
  const first = reachable[0] ?? null;
  if (made.length < firstContactTouches) return first;
  return reachable.find((leadId) => made.every((touch) => touch.leadId !== leadId)) ?? first;
}

/** Contacts whose answer is waited for, with the end of that. */
function openWindows(
  { answerHours }: AccountPlan,
  made: readonly AccountTouch[],
  now: number,
): ReadonlyMap<string, number> {
  const ends = new Map(made.map(({ leadId, at }) => [leadId, at + answerHours * HOUR_MS]));
  return new Map([...ends].filter(([, end]) => end > now));
}
