/** A state as a small mark, in words that the caller has. */
import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';

/** How a state is meant. */
export type Tone = 'good' | 'waits' | 'bad' | 'new' | 'over';

const COLORS = { good: 'green', waits: 'yellow', bad: 'red', new: 'petrol', over: 'gray' } as const;

/** The mark. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <Badge color={COLORS[tone]}>{children}</Badge>;
}
