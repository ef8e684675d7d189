/** Who is logged in, in which workspace, and what they may do. Everything below it can ask. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useMemo } from 'react';
import { clientFor, logOut, type RekindleClient, readSession, type Session, type Standing } from '../api/client.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { type Role, roleIn } from './roles.ts';
import { useWorkspaceName } from './workspace.ts';

/** What screens ask of the session. */
export interface Here {
  readonly session: Session;
  readonly standing: Standing;
  readonly client: RekindleClient;
  readonly workspace: string;
  may(role: Role): boolean;
  /** Whether the role holds in every workspace: what is of the whole instance is told to nobody else. */
  mayEverywhere(role: Role): boolean;
  leave(everywhere: boolean): Promise<void>;
}

const LoginScreen = lazy(() => import('./login.tsx').then((found) => ({ default: found.LoginScreen })));

const Place = createContext<Here | null>(null);

/** The session of whoever looks at this. */
export function useHere(): Here {
  const here = useContext(Place);
  if (here === null) throw new Error('nobody is logged in here');
  return here;
}

/** Shows `children` to whoever is logged in, and the login to everybody else. */
export function WithSession({ children }: { readonly children: ReactNode }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    staleTime: 60_000,
  });
  if (isPending) return <Loading rows={4} />;
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (data === null) {
    return (
      <Suspense>
        <LoginScreen />
      </Suspense>
    );
  }
  return <Inside session={data}>{children}</Inside>;
}

function Inside({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const queries = useQueryClient();
  const wished = useWorkspaceName();
  const own = session.roles.find(({ workspace }) => workspace !== null)?.workspace ?? 'main';
  const workspace = wished ?? own;
  const leave = useCallback(
    async (everywhere: boolean) => {
      await logOut(session.csrf, everywhere);
      queries.clear();
    },
    [queries, session.csrf],
  );
  const here = useMemo(() => {
    const standing = { csrf: session.csrf, workspace };
    const may = (role: Role) => roleIn(session.roles, workspace) >= role;
    const mayEverywhere = (role: Role) => roleIn(session.roles, null) >= role;
    return { session, standing, workspace, client: clientFor(standing), may, mayEverywhere, leave };
  }, [session, workspace, leave]);
  return <Place value={here}>{children}</Place>;
}
