/** Where the app begins: theme, words, questions to the instance, addresses. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { RekindleError } from './api/client.ts';
import { router } from './router.tsx';
import { Notices } from './shell/notices.tsx';
import { theme } from './theme.ts';
import { WithWords } from './words/words.tsx';

/** Milliseconds after which a screen asks again that found nobody there, or a database that is away. */
const AWAY_MS = 5_000;

/** What passes by itself. */
function isAway(error: Error | null): boolean {
  return error !== null && (!(error instanceof RekindleError) || error.status === 503);
}

/** A session that ended shows the login, wherever that was noticed. */
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, { queryKey }) {
      const ended = error instanceof RekindleError && error.status === 401;
      if (ended && queryKey[0] !== 'session') void queries.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 1 && !(error instanceof RekindleError && error.status < 500),
      refetchInterval: ({ state: { error } }) => (isAway(error) ? AWAY_MS : false),
    },
  },
});

const scheme = localStorageColorSchemeManager({ key: 'rekindle-scheme' });
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the app');
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={scheme}>
    <WithWords>
      <Notices />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </WithWords>
  </MantineProvider>,
);
