/**
 * Whether the DNS answers at all, found by names that are always there. Owns asking and how long the answer is believed;
 * asks only when told to, and once for many who want to know at the same time.
 */
import type { MailRoute } from '../../domain/verify/route.ts';
import type { Clock } from '../../engine/ports.ts';

/** Mail domains that have had servers for decades: one of them missing is news, all of them missing is no DNS. */
export const CONTROL_NAMES = ['gmail.com', 'outlook.com', 'yahoo.com'] as const;

/** How long the finding is believed, in milliseconds. */
export const LIVENESS_LASTS_MS = {
  alive: 600_000,
  /** Short, so that work goes on soon after the cable is back. */
  dead: 120_000,
} as const;

/** What is known of the resolver. */
export interface Liveness {
  /** The last finding while it is believed; null = not known. Asks nobody. */
  known(): boolean | null;
  /** Finds out, by at most one question a control name. Never rejects. */
  find(): Promise<boolean>;
}

/** Watches a resolver. `lookUp` answers for one name and never rejects. */
export function liveness(lookUp: (name: string) => Promise<MailRoute>, clock: Clock): Liveness {
  let last: { readonly alive: boolean; readonly until: number } | null = null;
  let underWay: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    const routes = await Promise.all(CONTROL_NAMES.map(lookUp));
    const alive = routes.some(({ kind }) => kind === 'mx' || kind === 'address');
    last = { alive, until: clock.now() + (alive ? LIVENESS_LASTS_MS.alive : LIVENESS_LASTS_MS.dead) };
    underWay = null;
    return alive;
  }

  const known = (): boolean | null => (last && last.until > clock.now() ? last.alive : null);
  return {
    known,
    find() {
      const remembered = known();
      if (remembered !== null) return Promise.resolve(remembered);
      underWay ??= ask();
      return underWay;
    },
  };
}
