/** Runs a row of machine-or-human.md. */
import { touchVerdict } from '../src/domain/engagement/verdict.ts';

interface Row {
  readonly kind: 'opened' | 'clicked';
  readonly agent?: string;
  readonly method: string;
  readonly seconds?: number;
  readonly proxy: boolean;
  readonly hidden: boolean;
  readonly ahead?: boolean;
  /** Seconds since somebody followed the hidden link. */
  readonly swept?: number;
}

export function run({ kind, agent, method, seconds, proxy, hidden, ahead = false, swept }: Row): {
  readonly verdict: string;
  readonly code: string | undefined;
  readonly words?: unknown;
} {
  const { verdict, reasons } = touchVerdict({
    kind,
    method,
    userAgent: agent ?? null,
    secondsSinceDelivery: seconds ?? null,
    knownProxy: proxy,
    honeypot: hidden,
    prefetch: ahead,
    secondsSinceHoneypot: swept ?? null,
  });
  return { verdict, code: reasons[0]?.code, ...reasons[0]?.facts };
}
