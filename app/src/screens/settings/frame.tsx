/** Settings: a list of its own at the side, the one that is looked at beside it. */
import { Link, Outlet } from '@tanstack/react-router';
import { ROLE, type Role } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';
import '../ops.css';

const PLACES: readonly (readonly [to: string, word: SettingWord, role: Role])[] = [
  ['/settings', 'settings.workspace', ROLE.viewer],
  ['/settings/connections', 'settings.connections', ROLE.viewer],
  ['/settings/webhooks', 'settings.webhooks', ROLE.operator],
  ['/settings/keys', 'settings.keys', ROLE.admin],
  ['/settings/people', 'settings.people', ROLE.admin],
  ['/settings/audit', 'settings.audit', ROLE.admin],
  ['/settings/health', 'settings.health', ROLE.operator],
  ['/settings/agency', 'settings.agency', ROLE.viewer],
];

/** The frame. */
export function SettingsFrame() {
  const { t } = useSettingWords();
  const { may } = useHere();
  return (
    <div className="settings">
      <nav className="side" aria-label={t('nav.settings')}>
        {PLACES.filter(([, , role]) => may(role)).map(([to, word]) => (
          <Link
            key={to}
            to={to}
            className="side-item"
            activeOptions={{ exact: to === '/settings', includeSearch: false }}
            activeProps={{ className: 'side-item side-item-here', 'aria-current': 'page' }}
          >
            {t(word)}
          </Link>
        ))}
      </nav>
      <div className="settings-main">
        <Outlet />
      </div>
    </div>
  );
}
