/** What was asked for, or what stands in its place: loading, failed, empty. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading } from './states.tsx';

interface AskedProps<Answer> {
  readonly of: UseQueryResult<Answer, Error>;
  readonly children: (answer: Answer) => ReactNode;
}

/** Shows the answer once there is one. */
export function Asked<Answer>({ of, children }: AskedProps<Answer>) {
  if (of.data !== undefined) return children(of.data);
  return of.error ? <Failed error={of.error} again={() => void of.refetch()} /> : <Loading />;
}
