/** The menu of a button, once somebody wants it. */
import { Menu } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DropMenuProps } from './drop-menu.tsx';
import { Held } from './held.tsx';
import type { Dropped } from './use-drop.ts';

/** Opens after it stands: it gives the focus back to what had it when it opened. */
export function MenuShown({ id, at, opened, set, children, ...how }: Dropped & Omit<DropMenuProps, 'target'>) {
  const [stands, setStands] = useState(false);
  useEffect(() => setStands(true), []);
  return (
    <Menu id={id} {...how} opened={stands && opened} onChange={set}>
      <Menu.Target>
        <Held at={at} />
      </Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
}
