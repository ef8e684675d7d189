/** Hot leads that were handed over: whose they are, how they stand, and the one next act. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Act, useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';

type HandOff = Awaited<ReturnType<RekindleClient['handoffs']['list']>>['handOffs'][number];

/** The screen. */
export function HandOffsScreen() {
  const { t } = useWorkWords();
  const asked = useAsk('handoffs', {}, (client, how) => client.handoffs.list({ limit: 200 }, how), { live: true });
  return (
    <Page
      title={t('nav.handoffs')}
      beside={asked.data && <span className="count">{t('handoffs.count', { n: asked.data.handOffs.length })}</span>}
    >
      <Asked of={asked}>
        {({ handOffs }) =>
          handOffs.length === 0 ? (
            <Empty title={t('handoffs.none')} says={t('handoffs.noneSays')} />
          ) : (
            <ul className="list">
              {handOffs.map((one) => (
                <HandOffItem key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

function HandOffItem({ of }: { readonly of: HandOff }) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const { id, state } = of;
  const claim: Act = { call: (client) => client.handoffs.claim({ id }), done: t('handoffs.claimed') };
  const done: Act = { call: (client) => client.handoffs.done({ id }), done: t('handoffs.isDone') };
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <Link to="/leads/$lead" params={{ lead: of.leadId }} className="row-link">
            {of.headline}
          </Link>
          <StateBadge state={state} />
        </div>
        <p className="dim">{[of.team, of.owner].filter(Boolean).join(' · ') || t('handoffs.nobody')}</p>
      </div>
      {may(ROLE.operator) && state !== 'done' && (
        <div className="item-side">
          <Button
            size="compact-sm"
            variant={state === 'open' ? 'filled' : 'default'}
            onClick={() => act.run(state === 'open' ? claim : done)}
          >
            {t(state === 'open' ? 'handoffs.claim' : 'is.done')}
          </Button>
        </div>
      )}
    </li>
  );
}
