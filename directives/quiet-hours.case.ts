/** Runs a row of quiet-hours.md; wall times are those of the first zone. */
import { type CallingPlace, isQuiet } from '../src/domain/calendar/quiet-hours.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly channel: 'email' | 'sms' | 'voice' | 'ai-voice';
  readonly at: string;
  readonly country?: string;
  readonly region?: string;
  readonly zones: CallingPlace['zones'];
}

interface Answer {
  readonly quiet: boolean;
  readonly until?: string;
  readonly because?: string;
}

export function run({ channel, at, country, region, zones }: Row): Answer {
  const zone = zones[0] ?? 'UTC';
  const place = { country: country ?? null, region: region ?? null, zones };
  const answer = isQuiet(instantOf(at, zone), channel, place);
  if (!answer.quiet) return { quiet: false };
  const because = answer.reasons.map(({ code, facts }) => [code, ...Object.values(facts ?? {})].join(' ')).join('; ');
  return { quiet: true, because, ...(answer.until === null ? {} : { until: wallText(answer.until, zone) }) };
}
