/** What left today, who answered and what came back, and the two weeks before; days are UTC’s, as limits are counted. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Days } from '../../parts/bars.tsx';
import { Panel } from '../../parts/page.tsx';
import { useWorkWords } from '../../words/work.ts';

/** The panel. */
export function Today() {
  const { t, number, percent } = useWorkWords();
  const told = useAsk('figures', {}, (client, how) => client.workspace.figures({}, how), { live: true }).data;
  const today = told?.days.at(-1);
  if (!told || !today) return null;
  const left = sum(today.sent);
  const share = (count: number) => (left > 0 ? ` (${percent(count / left)})` : '');
  const figures: readonly (readonly [string, ReactNode])[] = [
    [
      t('home.left'),
      <Link key="left" to="/queue" search={{ state: 'sent' }}>
        {number(left)}
      </Link>,
    ],
    [
      t('home.answered'),
      <Link key="answered" to="/inbox">
        {number(today.replied)}
      </Link>,
    ],
    [
      t('home.cameBack'),
      <Link key="back" to="/deliverability">{`${number(today.bounced)}${share(today.bounced)}`}</Link>,
    ],
    [t('home.complaints'), number(today.complained) + share(today.complained)],
  ];
  const byDay = Object.fromEntries(told.days.map(({ day, sent }) => [day, sum(sent)]));
  return (
    <Panel title={t('home.today')}>
      <dl className="today">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dd className="num">{value}</dd>
            <dt className="dim small">{name}</dt>
          </div>
        ))}
      </dl>
      <Days label={t('home.byDay')} byDay={byDay} />
    </Panel>
  );
}

function sum(by: Readonly<Record<string, number>>): number {
  return Object.values(by).reduce((all, one) => all + one, 0);
}
