/** Every touchpoint with any of an account’s people, in one line of time, the latest first. */
import { IconMail, IconMessage, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { StateBadge } from '../../parts/badges.tsx';
import { useNames } from '../../parts/names.ts';
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { AccountPage } from './account.tsx';

const ICONS: Readonly<Record<string, typeof IconMail>> = { email: IconMail, sms: IconMessage };

/** The panel of it. */
export function Touches({ of: { touches, contacts } }: { readonly of: AccountPage }) {
  const { t } = useAccountWords();
  const names = useNames();
  const nameOf = (leadId: string) => {
    const found = contacts.find((one) => one.leadId === leadId);
    return found?.name ?? found?.email ?? leadId;
  };
  return (
    <Panel title={t('account.touches')} beside={<span className="count">{touches.length}</span>}>
      {touches.length === 0 && <p className="dim">{t('account.noTouches')}</p>}
      <ol className="timeline">
        {touches.toReversed().map(({ id, leadId, by, state, at, decidedAt, intentKey }) => {
          const Icon = ICONS[by] ?? IconPhone;
          return (
            <li key={id} className="entry">
              <span className="entry-icon" aria-hidden>
                <Icon size={14} stroke={1.6} />
              </span>
              <span className="entry-what item-head">
                {t(`way.${by}` as AccountWord) || by}
                <Link to="/leads/$lead" params={{ lead: leadId }}>
                  {nameOf(leadId)}
                </Link>
                <StateBadge state={state} />
              </span>
              <span className="entry-when">
                <When at={at ?? decidedAt} />
              </span>
              <span className="entry-detail">
                <span className="dim" title={intentKey}>
                  {names('step', intentKey.split(':')[2] ?? intentKey)}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
