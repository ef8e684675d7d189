/** What shows notices. It comes with the first of them: most visits see none, and it is a twentieth of the shell. */
import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useRef } from 'react';

const Shown = lazy(() => import('./notices-shown.tsx').then((found) => ({ default: found.NoticesShown })));

/** The place of notices; empty until there is one. */
export function Notices() {
  const { notifications } = useNotifications();
  const wanted = useRef(false);
  if (notifications.length > 0) wanted.current = true;
  return wanted.current ? (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  ) : null;
}
