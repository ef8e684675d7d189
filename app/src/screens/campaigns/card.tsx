/** A campaign in the list: how far it is, what came of it, when it goes on. Asked for once the card is near the screen. */
import { Checkbox, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Named } from '../../parts/named.tsx';
import { When } from '../../parts/when.tsx';
import { useWorkWords } from '../../words/work.ts';

interface CardProps {
  readonly of: CampaignRow;
  /** Whether it is compared; absent = it cannot be. */
  readonly chosen?: boolean;
  choose?(): void;
}

type Results = Awaited<ReturnType<RekindleClient['campaigns']['results']>>;

/** The card. */
export function CampaignCard({ of: { id, name, state, playbook, launchedBy }, chosen, choose }: CardProps) {
  const { t } = useWorkWords();
  const { card, isNear } = useNear();
  const results = useAsk(
    'campaign results',
    { campaign: id },
    (client, how) => client.campaigns.results({ campaign: id }, how),
    {
      enabled: isNear,
    },
  ).data;
  return (
    <li className="panel card-panel" ref={card}>
      <div className="panel-head">
        <h2>
          <Link to="/campaigns/$campaign" params={{ campaign: id }}>
            {name}
          </Link>
        </h2>
        <StateBadge state={state} />
      </div>
      <p className="dim small">
        <Named kind="playbook" name={playbook} />
        {launchedBy !== null && ` · ${t('campaigns.launchedBy', { who: launchedBy })}`}
      </p>
      {results ? <Told of={results} state={state} /> : <div className="card-wait" />}
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

const SHARES = ['replied', 'positive', 'bounced'] as const;

function Told({ of, state }: { readonly of: Results; readonly state: string }) {
  const { t, percent } = useWorkWords();
  const { audience, enrolled, over, written, nextAt } = of;
  const begun = enrolled + over;
  return (
    <>
      <p className="stats">
        <span>{t('campaigns.people', { n: audience })}</span>
        {begun > 0 && <span>{t('campaigns.through', { n: over, of: begun })}</span>}
      </p>
      {begun > 0 && (
        <Progress
          size="sm"
          my={6}
          value={(over / begun) * 100}
          aria-label={t('campaigns.through', { n: over, of: begun })}
        />
      )}
      {written > 0 && (
        <p className="stats">
          <span>{t('campaigns.written', { n: written })}</span>
          {SHARES.map((what) => (
            <span key={what}>
              {t(`compare.${what}`)} <b className="num">{percent(of[what] / written)}</b>
            </span>
          ))}
        </p>
      )}
      {state === 'live' && nextAt !== null && (
        <p className="dim small">
          {t('campaigns.next')} <When at={nextAt} />
        </p>
      )}
    </>
  );
}

/** Whether an element has come near the screen: a hundred campaigns are not asked for at once. */
function useNear() {
  const card = useRef<HTMLLIElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!card.current) return;
    const watch = new IntersectionObserver(
      (seen) => setNear((before) => before || seen.some((one) => one.isIntersecting)),
      {
        rootMargin: '200px',
      },
    );
    watch.observe(card.current);
    return () => watch.disconnect();
  }, []);
  return { card, isNear };
}
