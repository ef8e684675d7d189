/** A question before something is done. The dialog comes when it is first asked. */
import { lazy, type ReactNode, Suspense } from 'react';
import type { Act } from '../api/act.tsx';

/** What is asked. */
export interface Question<Answer = unknown> {
  readonly title: string;
  readonly says: ReactNode;
  /** On the button. */
  readonly go: string;
  readonly done: Act<Answer>['done'];
  /** Has to be typed; absent = nothing has to. */
  readonly typed?: string;
  /** Label of a field for the reason; absent = none is asked for. */
  readonly why?: string;
  /** It cannot be taken back. */
  readonly grave?: boolean;
  call(why: string): Act<Answer>['call'];
  undo?: Act['call'];
  then?(answer: Answer): void;
}

const Dialog = lazy(() => import('./confirm-dialog.tsx').then((found) => ({ default: found.ConfirmDialog })));

/** The question, in front of the screen. */
export function Confirm<Answer>({ of, close }: { readonly of: Question<Answer>; close(): void }) {
  // What the act answers is the affair of whoever asks: typed there.
  return (
    <Suspense>
      <Dialog of={of as unknown as Question} close={close} />
    </Suspense>
  );
}
