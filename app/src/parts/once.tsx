/** A secret that is shown this once. The dialog comes when there is one. */
import { lazy, type ReactNode, Suspense } from 'react';

/** What is shown. */
export interface OnceProps {
  readonly title: string;
  readonly says: ReactNode;
  readonly secret: string;
  /** On the button that closes it. */
  readonly kept: string;
  close(): void;
}

const Dialog = lazy(() => import('./once-dialog.tsx').then((found) => ({ default: found.OnceDialog })));

/** The secret, in front of the screen. */
export function Once(props: OnceProps) {
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  );
}
