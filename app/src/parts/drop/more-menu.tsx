/** The menu of further acts that stands behind the buttons of a screen. */
import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useWords } from '../../words/words.tsx';
import { DropMenu, type DropMenuProps } from './drop-menu.tsx';

/** Its button, and what stands in it. */
export function MoreMenu({ children }: Pick<DropMenuProps, 'children'>) {
  const { t } = useWords();
  return (
    <DropMenu
      position="bottom-end"
      width={220}
      target={
        <Button size="xs" variant="default" aria-label={t('act.more')}>
          <IconDots size={16} aria-hidden />
        </Button>
      }
    >
      {children}
    </DropMenu>
  );
}
