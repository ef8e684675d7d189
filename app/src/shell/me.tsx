/** Whoever is logged in: language, light or dark, and the way out. */
import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { DropMenu } from '../parts/drop/drop-menu.tsx';
import { useHere } from '../session/session.tsx';
import { LANGUAGES, type Language, useWords } from '../words/words.tsx';

const SCHEMES = [
  ['light', IconSun, 'me.light'],
  ['dark', IconMoon, 'me.dark'],
  ['auto', IconDeviceDesktop, 'me.auto'],
] as const;

/** Their menu. */
export function Me() {
  const { t, language, choose } = useWords();
  const { session, leave } = useHere();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = session.name || session.email;
  return (
    <DropMenu
      width={220}
      position="bottom-end"
      target={
        <ActionIcon variant="transparent" size={32} radius="xl" aria-label={t('me.menu', { name })}>
          <span className="me-letter" aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <Menu.Label>{session.email}</Menu.Label>
          {SCHEMES.map(([scheme, Icon, word]) => (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} stroke={1.5} />}
              fw={colorScheme === scheme ? 650 : 400}
              onClick={() => setColorScheme(scheme)}
            >
              {t(word)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {(Object.keys(LANGUAGES) as Language[]).map((one) => (
            <Menu.Item
              key={one}
              leftSection={<IconLanguage size={16} stroke={1.5} />}
              fw={language === one ? 650 : 400}
              onClick={() => choose(one)}
            >
              {LANGUAGES[one]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={() => void leave(false)}>
            {t('me.leave')}
          </Menu.Item>
          <Menu.Item onClick={() => void leave(true)}>{t('me.leaveAll')}</Menu.Item>
        </>
      )}
    </DropMenu>
  );
}
