/** A moment: in the reader’s own zone, and on hover in the lead’s and in UTC. */

import { useNow } from '../api/now.ts';
import { useWords } from '../words/words.tsx';
import { Hint } from './hint.tsx';

interface WhenProps {
  /** ISO 8601; null shows a dash. */
  readonly at: string | null | undefined;
  /** IANA zone of the lead. */
  readonly zone?: string | null;
  /** The moment itself, not how far it is. */
  readonly exact?: boolean;
}

/** As text with the rest on hover. */
export function When({ at, zone = null, exact = false }: WhenProps) {
  const { language } = useWords();
  const now = useNow();
  if (!at) return <span className="dim">–</span>;
  const time = Date.parse(at);
  const in_ = (timeZone?: string) =>
    new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
      ...(timeZone && { timeZone }),
    }).format(time);
  const lines = [in_(), ...(zone ? [`${in_(zone)} · ${zone}`] : []), `${in_('UTC')} · UTC`];
  return (
    <Hint label={<span className="lines">{lines.join('\n')}</span>}>
      <time dateTime={at}>{exact ? in_() : distance(time - now, language, in_())}</time>
    </Hint>
  );
}

const STEPS = [
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 14 * 86_400_000],
] as const;

/** `in 3 hours`, `2 days ago`; beyond two weeks the date. */
function distance(ms: number, language: string, date: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (Math.abs(ms) < 60_000) return format.format(0, 'second');
  const step = STEPS.find(([, , below]) => Math.abs(ms) < below);
  return step ? format.format(Math.round(ms / step[1]), step[0]) : date;
}
