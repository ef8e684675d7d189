/** Whether what is shown is current: the instance is asked every few seconds, and what does not answer is said at once. */
import { Tooltip } from '@mantine/core';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { useInstance } from './instance.ts';

/** The mark of it; none for customers, who are not told of the instance. */
export function Pulse() {
  const { t, language } = useWords();
  const { may } = useHere();
  const { isError, dataUpdatedAt, isPending } = useInstance();
  if (!may(ROLE.viewer)) return null;
  const since = new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(dataUpdatedAt || Date.now());
  const state = isError ? 'stale' : isPending ? 'reaching' : 'live';
  const label = t(state === 'stale' ? 'pulse.stale' : state === 'reaching' ? 'pulse.reaching' : 'pulse.live', {
    since,
  });
  return (
    <Tooltip label={t('pulse.says')}>
      <span className={`pulse pulse-${state}`} role="status">
        <span className="pulse-dot" aria-hidden />
        {label}
      </span>
    </Tooltip>
  );
}
