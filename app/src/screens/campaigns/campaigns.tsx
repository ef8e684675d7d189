/** All campaigns: each with its state, how far it is, and what came of it; what is over stands apart. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useWorkWords } from '../../words/work.ts';
import { CampaignCard } from './card.tsx';

const Beside = lazy(() => import('./beside.tsx').then((found) => ({ default: found.Beside })));
const DraftForm = lazy(() => import('./draft/draft-form.tsx').then((found) => ({ default: found.DraftForm })));

/** What the address may say: which two are compared, whether one is drafted, and on whom. */
export interface CampaignsWords {
  readonly first?: string;
  readonly second?: string;
  readonly draft?: string;
  readonly where?: string;
}

const NOTHING: readonly Action[] = [];

/** The screen. */
export function CampaignsScreen() {
  const { t } = useWorkWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const { first, second, draft, where } = useSearch({ from: '/campaigns' });
  const put = (search: CampaignsWords, replace = true) => void navigate({ to: '/campaigns', search, replace });
  const begin = useMemo(() => () => void navigate({ to: '/campaigns', search: { draft: 'new' } }), [navigate]);
  const canDraft = may(ROLE.manager);
  const actions = useMemo(
    (): Action[] => [
      { id: 'new campaign', label: t('campaigns.new'), group: t('nav.campaigns'), keys: 'c', run: begin },
    ],
    [t, begin],
  );
  useOffer(canDraft ? actions : NOTHING);
  const asked = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how));
  const newOne = canDraft && (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={begin}>
      {t('campaigns.new')}
    </Button>
  );
  return (
    <Page title={t('nav.campaigns')} acts={newOne}>
      {first !== undefined && second === undefined && <p className="dim small">{t('compare.oneMore')}</p>}
      <Suspense>
        {first !== undefined && second !== undefined && <Beside first={first} second={second} />}
        {draft !== undefined && canDraft && (
          <DraftForm
            where={where}
            close={() => put({})}
            made={(id) => void navigate({ to: '/campaigns/$campaign', params: { campaign: id } })}
          />
        )}
      </Suspense>
      <Asked of={asked}>
        {({ campaigns }) =>
          campaigns.length === 0 ? (
            <Empty title={t('campaigns.none')} says={t('campaigns.noneSays')}>
              {newOne}
            </Empty>
          ) : (
            <Cards
              all={campaigns as unknown as readonly CampaignRow[]}
              compared={[first, second].filter((id) => id !== undefined)}
              put={put}
            />
          )
        }
      </Asked>
    </Page>
  );
}

interface CardsProps {
  readonly all: readonly CampaignRow[];
  readonly compared: readonly string[];
  put(search: CampaignsWords): void;
}

function Cards({ all, compared, put }: CardsProps) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const choose = (id: string) => {
    // The third one takes the place of the second.
    const [one, other] = compared.includes(id) ? compared.filter((of) => of !== id) : [...compared.slice(0, 1), id];
    put({ ...(one && { first: one }), ...(other && { second: other }) });
  };
  const canCompare = all.length > 1 && may(ROLE.viewer);
  const cards = (rows: readonly CampaignRow[]) => (
    <ul className="cards">
      {rows.map((one) => (
        <CampaignCard
          key={one.id}
          of={one}
          {...(canCompare && { chosen: compared.includes(one.id), choose: () => choose(one.id) })}
        />
      ))}
    </ul>
  );
  const over = all.filter(({ state }) => state === 'finished' || state === 'cancelled');
  return (
    <>
      {cards(all.filter((one) => !over.includes(one)))}
      {over.length > 0 && (
        <details className="over" open={over.length === all.length}>
          <summary>{t('campaigns.over', { n: over.length })}</summary>
          {cards(over)}
        </details>
      )}
    </>
  );
}
