/** Hearing of what happens: each thing that happens has the live parts of the screen asked for anew, at most once a second. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';

const ASK_MS = 1_000;

/** Listens for as long as the frame stands. The browser comes again by itself after a break, and is told what it missed. */
export function useLive(): void {
  const { workspace, may } = useHere();
  const queries = useQueryClient();
  const mayHear = may(ROLE.viewer);
  useEffect(() => {
    if (!mayHear) return;
    const stream = new EventSource(`/api/v1/stream?workspace=${encodeURIComponent(workspace)}`);
    let askedAt = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const ask = () => {
      timer = null;
      askedAt = Date.now();
      void queries.invalidateQueries({
        predicate: ({ queryKey: [of], meta }) => of === workspace && meta?.live === true,
      });
    };
    stream.onmessage = () => {
      timer ??= setTimeout(ask, Math.max(0, askedAt + ASK_MS - Date.now()));
    };
    return () => {
      stream.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [workspace, mayHear, queries]);
}
