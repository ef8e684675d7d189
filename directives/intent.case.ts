/** Runs a row of intent.md. */
import type { IntentFacts } from '../src/domain/facts/facts.ts';
import { factsOf } from '../src/domain/facts/facts.ts';
import { NO_VALUES } from '../src/domain/lead/lead.ts';
import { intentOf } from '../src/domain/qualify/intent.ts';
import { noteSignals } from '../src/domain/qualify/note-signals.ts';

interface Row {
  readonly signals: Partial<IntentFacts>;
  readonly notes?: string;
  readonly domain?: string;
  readonly email?: string;
  readonly domains?: Readonly<Record<string, number>>;
}

export function run({ signals, notes, domain, email, domains }: Row): {
  readonly intent: number;
  readonly known: boolean;
  readonly found?: string;
} {
  const facts = factsOf({ ...NO_VALUES, domain: domain ?? null, email: email ?? null }, {}, {});
  const words = noteSignals(notes ?? null);
  const { intent, known, reasons } = intentOf(
    { lead: facts.lead, intent: { ...facts.intent, ...signals, words } },
    { domains: domains ?? {} },
  );
  const found = reasons.map((reason) => reason.facts?.what).join(', ');
  return found === '' ? { intent, known } : { intent, known, found };
}
