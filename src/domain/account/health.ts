/** How an account stands: how much of it is reached, and how well. The rule is directives/account-health.md. Judges no person. */

/** A contact as far as health depends on it. */
export interface ContactHealth {
  /** Points of its title. */
  readonly points: number;
  /** Whether any way is open to it. */
  readonly reachable: boolean;
  readonly touched: boolean;
  /** Whether it answered, met or spoke with us since the campaign began. */
  readonly answered: boolean;
}

/** How much of an account is reached; counts of contacts, and the share of the reachable that were touched, 0–1. */
export interface AccountCoverage {
  readonly contacts: number;
  readonly reachable: number;
  readonly touched: number;
  readonly answered: number;
  readonly share: number;
}

/** From best to worst. */
export type HealthLabel = 'strong' | 'good' | 'fair' | 'weak' | 'poor';

const ANSWERED_POINTS = 40;
const REACHABLE_POINTS = 30;
const TOUCHED_POINTS = 20;
const DECIDER_POINTS = 10;
/** Points of a title from which on somebody decides: directors and heads. */
const DECIDES_FROM = 70;
const LABELS: readonly (readonly [from: number, label: HealthLabel])[] = [
  [80, 'strong'],
  [60, 'good'],
  [40, 'fair'],
  [20, 'weak'],
];

/** How much of an account is reached. */
export function coverageOf(contacts: readonly ContactHealth[]): AccountCoverage {
  const reachable = contacts.filter((contact) => contact.reachable).length;
  const touched = contacts.filter((contact) => contact.touched).length;
  const answered = contacts.filter((contact) => contact.answered).length;
  const reached = contacts.filter((contact) => contact.reachable && contact.touched).length;
  return { contacts: contacts.length, reachable, touched, answered, share: shareOf(reached, reachable) };
}

/** Health 0–100: of those touched who answered, of all who can be reached, of these who were touched, and whether somebody who decides was. */
export function healthOf(contacts: readonly ContactHealth[]): { readonly score: number; readonly label: HealthLabel } {
  const { reachable, touched, answered, share } = coverageOf(contacts);
  const decider = contacts.some((contact) => contact.touched && contact.points >= DECIDES_FROM);
  const score = Math.round(
    ANSWERED_POINTS * Math.min(1, shareOf(answered, touched)) +
      REACHABLE_POINTS * shareOf(reachable, contacts.length) +
      TOUCHED_POINTS * share +
      (decider ? DECIDER_POINTS : 0),
  );
  return { score, label: healthLabel(score) };
}

/** What a score is called. */
export function healthLabel(score: number): HealthLabel {
  return LABELS.find(([from]) => score >= from)?.[1] ?? 'poor';
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
