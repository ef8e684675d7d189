/** All campaigns: each with its state, how many it reaches, and what came of it. */
import { Checkbox } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { CampaignPage, CampaignRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';
import { totalOf } from './totals.ts';

const Beside = lazy(() => import('./beside.tsx').then((found) => ({ default: found.Beside })));

/** The screen. */
export function CampaignsScreen() {
  const { t } = useWorkWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const { first, second } = useSearch({ from: '/campaigns' });
  const chosen = [first, second].filter((id) => id !== undefined);
  const choose = (id: string) => {
    // The third one takes the place of the second.
    const [one, other] = chosen.includes(id) ? chosen.filter((of) => of !== id) : [...chosen.slice(0, 1), id];
    void navigate({
      to: '/campaigns',
      search: { ...(one && { first: one }), ...(other && { second: other }) },
      replace: true,
    });
  };
  const asked = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how));
  return (
    <Page title={t('nav.campaigns')}>
      {first !== undefined && second === undefined && <p className="dim small">{t('compare.oneMore')}</p>}
      {first !== undefined && second !== undefined && (
        <Suspense>
          <Beside first={first} second={second} />
        </Suspense>
      )}
      <Asked of={asked}>
        {({ campaigns }) =>
          campaigns.length === 0 ? (
            <Empty
              title={t('campaigns.none')}
              says={<code>rekindle campaign create spring --playbook acquisition</code>}
            />
          ) : (
            <ul className="cards">
              {(campaigns as unknown as readonly CampaignRow[]).map((one) => (
                <CampaignCard
                  key={one.id}
                  of={one}
                  {...(campaigns.length > 1 &&
                    may(ROLE.viewer) && { chosen: chosen.includes(one.id), choose: () => choose(one.id) })}
                />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

interface CardProps {
  readonly of: CampaignRow;
  /** Whether it is compared; absent = it cannot be. */
  readonly chosen?: boolean;
  choose?(): void;
}

function CampaignCard({ of: { id, name, state }, chosen, choose }: CardProps) {
  const { t } = useWorkWords();
  const page = useAsk('campaign', { campaign: id }, (client, how) => client.campaigns.show({ campaign: id }, how))
    .data as unknown as CampaignPage | undefined;
  const people = totalOf(page?.stages);
  return (
    <li className="panel card-panel">
      <div className="panel-head">
        <h2>
          <Link to="/campaigns/$campaign" params={{ campaign: id }}>
            {name}
          </Link>
        </h2>
        <StateBadge state={state} />
      </div>
      {page && (
        <p className="stats">
          <span>{t('campaigns.people', { n: people })}</span>
          <span>{t('campaigns.enrolledOf', { n: page.stages.enrolled ?? 0, of: people })}</span>
          <span>{t('campaigns.messages', { n: totalOf(page.messages) })}</span>
          <span className="dim">{page.playbook.name}</span>
        </p>
      )}
      {chosen !== undefined && (
        <Checkbox
          size="xs"
          mt="xs"
          label={t('compare.choose')}
          aria-label={t('compare.chooseNamed', { name })}
          checked={chosen}
          onChange={() => choose?.()}
        />
      )}
    </li>
  );
}
