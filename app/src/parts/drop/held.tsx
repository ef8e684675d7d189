/** A button that stands elsewhere, in the place where Mantine wants it: it is told where the button is, and draws none. */
import { type Ref, useLayoutEffect } from 'react';

interface HeldProps {
  readonly at: HTMLElement;
  /** Of Mantine, which measures by it. */
  readonly ref?: Ref<HTMLElement>;
}

/** Draws nothing. */
export function Held({ at, ref }: HeldProps) {
  useLayoutEffect(() => {
    if (typeof ref !== 'function') return;
    const gone = ref(at);
    return () => (typeof gone === 'function' ? gone() : void ref(null));
  }, [at, ref]);
  return null;
}
