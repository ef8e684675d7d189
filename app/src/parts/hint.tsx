/**
 * A hint: what is said of something while the pointer rests on it, or while it has the focus. What places it comes with the first hint that
 * is shown.
 */
import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';

const load = () => import('./hint-shown.tsx').then((found) => ({ default: found.HintShown }));
const Shown = lazy(load);

/** Milliseconds that the pointer must rest. */
const REST_MS = 250;

interface HintProps {
  readonly label: ReactNode;
  /** What it is of: one element. */
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/** The thing, and its hint. */
export function Hint({ label, children }: HintProps) {
  const id = useId();
  const [at, setAt] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState(false);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const close = () => {
    clearTimeout(resting.current);
    setOpened(false);
  };
  const open = (of: HTMLElement) => {
    setAt(of);
    setOpened(true);
  };
  useEffect(() => () => clearTimeout(resting.current), []);
  return (
    <>
      {cloneElement(children, {
        // A finger that taps is told as a mouse, which leaves with the next tap elsewhere.
        onMouseEnter({ currentTarget }: MouseEvent<HTMLElement>) {
          void load();
          resting.current = setTimeout(() => open(currentTarget), REST_MS);
        },
        onMouseLeave: close,
        onFocus({ currentTarget }: FocusEvent<HTMLElement>) {
          if (currentTarget.matches(':focus-visible')) open(currentTarget);
        },
        onBlur: close,
        ...(opened && { 'aria-describedby': id }),
      })}
      {at && (
        <Suspense>
          <Shown {...{ id, at, opened, label, close }} />
        </Suspense>
      )}
    </>
  );
}
