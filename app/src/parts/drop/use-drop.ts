/**
 * What opens below a button: whether it is open, and what the button must say of it to those who hear the page. What is shown there comes
 * when somebody is about to open it, and leaves the button as it stands, with its focus. Shows nothing itself.
 */
import { type MouseEvent, useId, useState } from 'react';

/** What is shown below a button is given. */
export interface Dropped {
  readonly id: string;
  /** The button. */
  readonly at: HTMLElement;
  readonly opened: boolean;
  set(opened: boolean): void;
}

/** What its button is given, and what is shown below it; null until it was first opened. `load` fetches what is shown, once. */
export function useDrop(kind: 'menu' | 'dialog', load: () => void) {
  const id = useId();
  const [at, setAt] = useState<HTMLElement | null>(null);
  const [opened, set] = useState(false);
  const hold = {
    ...{ id, 'aria-haspopup': kind, 'aria-expanded': opened, 'data-expanded': opened || undefined },
    'aria-controls': opened ? `${id}-dropdown` : undefined,
    onClick({ currentTarget }: MouseEvent<HTMLElement>) {
      setAt(currentTarget);
      set(!opened);
    },
    ...{ onMouseEnter: load, onFocus: load },
  };
  const dropped: Dropped | null = at && { id, at, opened, set };
  return { hold, dropped };
}
