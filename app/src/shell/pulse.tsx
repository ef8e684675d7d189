/** Whether what is shown is current: what happens is told by a stream, and where that breaks, or nothing answers, is said at once. */

import { useLiveState } from '../api/live.ts';
import { Hint } from '../parts/hint.tsx';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { useWorkspace } from './instance.ts';

const WORD = {
  stale: 'pulse.stale',
  reaching: 'pulse.reaching',
  again: 'pulse.again',
  live: 'pulse.live',
} as const;

/** The mark of it; none for customers, who are not told of the instance. */
export function Pulse() {
  const { t, language } = useWords();
  const { may } = useHere();
  const { isError, dataUpdatedAt, isPending } = useWorkspace();
  const stream = useLiveState();
  if (!may(ROLE.viewer)) return null;
  const since = new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(dataUpdatedAt || Date.now());
  const state = isError ? 'stale' : isPending ? 'reaching' : stream === 'broken' ? 'again' : 'live';
  const label = t(WORD[state], { since });
  return (
    <Hint label={t('pulse.says')}>
      <span className={`pulse pulse-${state}`} role="status">
        <span className="pulse-dot" aria-hidden />
        {label}
      </span>
    </Hint>
  );
}
