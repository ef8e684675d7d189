/** A button with a menu. The menu, and all that places it, comes when somebody is about to open one: most screens have one, few visits open it. */
import type { Menu, MenuProps } from '@mantine/core';
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { useDrop } from './use-drop.ts';

const load = () => import('./menu-shown.tsx').then((found) => ({ default: found.MenuShown }));
const Shown = lazy(load);

/** What it is. */
export interface DropMenuProps extends Pick<MenuProps, 'position' | 'width'> {
  /** The button, which does nothing else. */
  readonly target: ReactElement;
  /** What stands in it, made of the parts of a menu. */
  children(parts: typeof Menu): ReactNode;
}

/** The button, and below it the menu. */
export function DropMenu({ target, ...menu }: DropMenuProps) {
  const { hold, dropped } = useDrop('menu', () => void load());
  return (
    <>
      {cloneElement(target, hold)}
      {dropped && (
        <Suspense>
          <Shown {...dropped} {...menu} />
        </Suspense>
      )}
    </>
  );
}
