/** A hint, once there is one to show. */
import { Tooltip } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface HintShownProps {
  readonly id: string;
  readonly at: HTMLElement;
  readonly opened: boolean;
  readonly label: ReactNode;
  close(): void;
}

/** Beside what it is of, until Escape is pressed. */
export function HintShown({ id, at, opened, label, close }: HintShownProps) {
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  return <Tooltip target={at} opened={opened} label={<span id={id}>{label}</span>} />;
}
