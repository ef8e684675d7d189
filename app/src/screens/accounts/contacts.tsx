/** The people of an account in their rank: who is turned to first, by which ways each can be reached, what was tried. */
import { Link } from '@tanstack/react-router';
import { Panel } from '../../parts/page.tsx';
import { Tag } from '../../parts/tag.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { AccountPage } from './account.tsx';

/** The table of them; on a phone a card for each. */
export function Contacts({ of: { contacts } }: { readonly of: AccountPage }) {
  const { t } = useAccountWords();
  return (
    <Panel
      title={t('account.contacts')}
      beside={<span className="count">{t('accounts.contacts', { n: contacts.length })}</span>}
    >
      <table className="plain stacks">
        <thead>
          <tr>
            <th scope="col">{t('account.contact')}</th>
            <th scope="col">{t('account.role')}</th>
            <th scope="col">{t('account.ways')}</th>
            <th scope="col" className="end">
              {t('account.attempts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((one, at) => (
            <Contact key={one.leadId} of={one} rank={at + 1} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Contact({ of, rank }: { readonly of: AccountPage['contacts'][number]; readonly rank: number }) {
  const { t } = useAccountWords();
  const { leadId, name, title, email, phone, role, points, ways, touched, answered, held } = of;
  return (
    <tr>
      <td>
        <span className="rank num" aria-hidden>
          {rank}
        </span>
        <Link to="/leads/$lead" params={{ lead: leadId }} className="row-link">
          {name ?? email ?? phone ?? leadId}
        </Link>
        <span className="dim under">{title ?? email ?? phone}</span>
      </td>
      <td data-label={t('account.role')}>
        {t(`role.${role}` as AccountWord)}
        <span className="dim under">{t('account.points', { n: points })}</span>
      </td>
      <td data-label={t('account.ways')}>
        {ways.length === 0 ? (
          <Tag tone="bad">{t('account.noWay')}</Tag>
        ) : (
          ways.map((way) => t(`way.${way}` as AccountWord)).join(', ')
        )}
        {held && <span className="dim under">{held.says}</span>}
      </td>
      <td className="end" data-label={t('account.attempts')}>
        <span className="num">{touched}</span>
        {answered && <span className="good under">{t('account.answered')}</span>}
      </td>
    </tr>
  );
}
