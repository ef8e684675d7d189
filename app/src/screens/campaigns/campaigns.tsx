/** All campaigns: each with its state, how many it reaches, and what came of it. */
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import type { CampaignPage, CampaignRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { useWorkWords } from '../../words/work.ts';
import { totalOf } from './totals.ts';

/** The screen. */
export function CampaignsScreen() {
  const { t } = useWorkWords();
  const asked = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how));
  return (
    <Page title={t('nav.campaigns')}>
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
                <CampaignCard key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

function CampaignCard({ of: { id, name, state } }: { readonly of: CampaignRow }) {
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
    </li>
  );
}
