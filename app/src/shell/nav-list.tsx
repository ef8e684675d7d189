/** The navigation: places by group, those that the role may see. */
import { Link } from '@tanstack/react-router';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { usePlansWaiting } from './instance.ts';
import { PLACES, type Place } from './places.ts';

/** All places. */
export function NavList() {
  const { t } = useWords();
  const { may } = useHere();
  return (
    <nav className="nav-list" aria-label={t('shell.navigation')}>
      {PLACES.map(({ word, places }) => (
        <section key={word} aria-label={t(word)}>
          <h2 className="nav-group">{t(word)}</h2>
          {places
            .filter(({ role }) => may(role))
            .map((place) => (
              <NavItem key={place.to} of={place} />
            ))}
        </section>
      ))}
    </nav>
  );
}

function NavItem({ of: { to, word, icon: Icon } }: { readonly of: Place }) {
  const { t } = useWords();
  return (
    <Link
      to={to}
      className="nav-item"
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ className: 'nav-item nav-item-here', 'aria-current': 'page' }}
    >
      <Icon size={17} stroke={1.6} aria-hidden />
      {t(word)}
      {to === '/approvals' && <Waiting />}
    </Link>
  );
}

/** Plans of agents that wait for a person’s word. */
function Waiting() {
  const { t } = useWords();
  const waiting = usePlansWaiting();
  if (waiting === 0) return null;
  return (
    <span className="nav-count num">
      {waiting}
      <span className="sr"> {t('nav.waiting')}</span>
    </span>
  );
}
