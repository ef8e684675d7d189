/** What stands around every screen: where one can go, which workspace it is, whether it is current, and what is stopped. */
import { ActionIcon, Burger, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useStream } from '../api/live.ts';
import { Hint } from '../parts/hint.tsx';
import { Mark } from '../parts/mark.tsx';
import { ROLE } from '../session/roles.ts';
import { useHere, WithSession } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { type Action, useOffer, WithActions } from './actions.tsx';
import { Banner } from './banner.tsx';
import { Keys } from './keys.tsx';
import { Me } from './me.tsx';
import { NavList } from './nav-list.tsx';
import { ALL_PLACES } from './places.ts';
import { Pulse } from './pulse.tsx';
import { WorkspaceSwitch } from './workspace-switch.tsx';

// What is opened by a key or a press comes when it is.
const Palette = lazy(() => import('./palette.tsx').then((found) => ({ default: found.Palette })));
const HelpSheet = lazy(() => import('./help.tsx').then((found) => ({ default: found.HelpSheet })));

/** The frame; its middle is the screen of the address. */
export function Shell() {
  return (
    <WithSession>
      <WithActions>
        <Frame />
      </WithActions>
    </WithSession>
  );
}

function Frame() {
  const { t } = useWords();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [helped, help] = useDisclosure(false);
  const [found, palette] = useDisclosure(false);
  const router = useRouter();
  // A menu that covers the screen closes with each new address.
  useEffect(() => router.subscribe('onResolved', close), [router, close]);
  useShellActions(help.open, palette.open);
  const { workspace, may } = useHere();
  useStream(workspace, may(ROLE.viewer));
  return (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="top shell-top">
        <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('shell.menu')} />
        <SearchButton open={palette.open} />
        <div className="top-right">
          <Pulse />
          <Hint label={t('help.title')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="md"
              onClick={help.open}
              aria-label={t('help.title')}
              visibleFrom="sm"
            >
              <IconKeyboard size={18} stroke={1.5} />
            </ActionIcon>
          </Hint>
          <Me />
        </div>
      </header>
      <nav className={opened ? 'nav shell-nav shell-nav-open' : 'nav shell-nav'} aria-label={t('shell.navigation')}>
        <div className="nav-brand">
          <Mark size={22} />
          <span>Rekindle</span>
          <Burger opened onClick={close} hiddenFrom="md" size="sm" ml="auto" aria-label={t('act.close')} />
        </div>
        <WorkspaceSwitch />
        <NavList />
      </nav>
      <main id="main" className="main shell-main">
        <Banner />
        <Outlet />
      </main>
      <Suspense>
        {found && <Palette close={palette.close} />}
        {helped && <HelpSheet opened close={help.close} />}
      </Suspense>
    </>
  );
}

function SearchButton({ open }: { readonly open: () => void }) {
  const { t } = useWords();
  const wide = useMediaQuery('(min-width: 48em)');
  return (
    <button type="button" className="search-button" onClick={open}>
      <IconSearch size={16} stroke={1.5} aria-hidden />
      <span>{t(wide ? 'palette.placeholder' : 'palette.short')}</span>
      <VisuallyHidden> Mod K</VisuallyHidden>
      {wide && <Keys of={{ keys: 'Mod+K' }} />}
    </button>
  );
}

/** What can be done everywhere. */
function useShellActions(help: () => void, palette: () => void): void {
  const { t } = useWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const actions = useMemo((): Action[] => {
    const go = t('help.go');
    const all = t('help.everywhere');
    return [
      { id: 'palette', label: t('palette.open'), group: all, keys: 'Mod+K', quiet: true, run: palette },
      { id: 'help', label: t('help.title'), group: all, keys: '?', run: help },
      ...ALL_PLACES.filter(({ role, key }) => key !== '' && may(role)).map(({ to, word, key }) => ({
        ...{ id: `go ${to}`, label: t(word), group: go, keys: `g ${key}`, quiet: true },
        run: () => void navigate({ to }),
      })),
    ];
  }, [t, may, navigate, help, palette]);
  useOffer(actions);
}
