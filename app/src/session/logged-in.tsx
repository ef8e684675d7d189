/** The address of the log-in, for whoever is logged in: leads on to the page that they asked for. */
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Loading } from '../parts/states.tsx';
import { pageAsked } from './page-asked.ts';

/** Leads on. */
export function LoggedIn() {
  const { to } = useSearch({ strict: false }) as { readonly to?: string };
  const { history } = useRouter();
  useEffect(() => history.replace(pageAsked('/login', to)), [history, to]);
  return <Loading rows={4} />;
}
