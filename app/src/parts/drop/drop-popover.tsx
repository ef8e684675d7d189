/** A button with a form below it, which comes when somebody is about to open it. */
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { useDrop } from './use-drop.ts';

const load = () => import('./popover-shown.tsx').then((found) => ({ default: found.PopoverShown }));
const Shown = lazy(load);

/** What it is. */
export interface DropPopoverProps {
  /** The button, which does nothing else. */
  readonly target: ReactElement;
  /** Pixels. */
  readonly width: number;
  /** The form; it may close what it stands in. */
  children(close: () => void): ReactNode;
}

/** The button, and below it the form. */
export function DropPopover({ target, ...form }: DropPopoverProps) {
  const { hold, dropped } = useDrop('dialog', () => void load());
  return (
    <>
      {cloneElement(target, hold)}
      {dropped && (
        <Suspense>
          <Shown {...dropped} {...form} />
        </Suspense>
      )}
    </>
  );
}
