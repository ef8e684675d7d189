/** What opens below a button, once somebody wants it. */
import { Popover } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DropPopoverProps } from './drop-popover.tsx';
import { Held } from './held.tsx';
import type { Dropped } from './use-drop.ts';

/** Opens after it stands, as a menu does. */
export function PopoverShown({ id, at, opened, set, width, children }: Dropped & Omit<DropPopoverProps, 'target'>) {
  const [stands, setStands] = useState(false);
  useEffect(() => setStands(true), []);
  return (
    <Popover {...{ id, width }} position="bottom-start" trapFocus opened={stands && opened} onChange={set}>
      <Popover.Target>
        <Held at={at} />
      </Popover.Target>
      <Popover.Dropdown>{children(() => set(false))}</Popover.Dropdown>
    </Popover>
  );
}
