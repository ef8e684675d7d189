/** Hot leads that were handed over: whose they are, why, until when somebody must see to them, and where they arrived. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
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
  const { id, state, reason } = of;
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
        <p className="dim" title={reason.says}>
          {[of.team, of.owner].filter(Boolean).join(' · ') || t('handoffs.nobody')}
        </p>
        {of.sends.map((send) => (
          <Sending key={`${send.target} ${String(send.turn)}`} handOff={id} of={send} />
        ))}
        <Brief id={id} />
      </div>
      <div className="item-side">
        <Clock of={of} />
        {may(ROLE.operator) && state !== 'done' && (
          <Button
            size="compact-sm"
            variant={state === 'open' ? 'filled' : 'default'}
            onClick={() => act.run(state === 'open' ? claim : done)}
          >
            {t(state === 'open' ? 'handoffs.claim' : 'is.done')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** How fresh it is, and until when somebody must see to it before it goes to another. */
function Clock({ of: { state, openedAt, escalatesAt, escalations, claimedBy } }: { readonly of: HandOff }) {
  const { t } = useWorkWords();
  return (
    <span className="dim small">
      <When at={openedAt} />
      {state === 'open' && escalatesAt !== null && (
        <>
          {' · '}
          {t('handoffs.until')} <When at={escalatesAt} />
        </>
      )}
      {escalations > 0 && ` · ${t('handoffs.passedOn', { n: escalations })}`}
      {claimedBy !== null && ` · ${claimedBy}`}
    </span>
  );
}

interface SendingProps {
  readonly handOff: string;
  readonly of: HandOff['sends'][number];
}

/** Where it was sent to, and what became of it there; what is dead or in doubt waits for a word. */
function Sending({ handOff: id, of: { target, state, says, remedy } }: SendingProps) {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const settle = (arrived: boolean) =>
    act.run({
      call: (client) => client.handoffs.retry({ id, target, arrived }),
      done: t(arrived ? 'handoffs.hasArrived' : 'handoffs.sentAgain'),
    });
  const waits = state === 'failed' || state === 'unconfirmed';
  return (
    <div className="item-head small">
      <span className="dim">{target}</span>
      <StateBadge state={state} />
      {says !== '' && <span className="dim">{`${says} ${remedy}`.trim()}</span>}
      {waits && may(ROLE.operator) && (
        <Button size="compact-xs" variant="default" onClick={() => settle(false)}>
          {t('handoffs.again')}
        </Button>
      )}
      {state === 'unconfirmed' && may(ROLE.operator) && (
        <Button size="compact-xs" variant="default" onClick={() => settle(true)}>
          {t('handoffs.arrived')}
        </Button>
      )}
    </div>
  );
}

/** Who it is, why it is hot and what was said last: asked for when somebody wants to read it. */
function Brief({ id }: { readonly id: string }) {
  const { t } = useWorkWords();
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className="small">{t('handoffs.brief')}</summary>
      {opened && <BriefLines id={id} />}
    </details>
  );
}

function BriefLines({ id }: { readonly id: string }) {
  const asked = useAsk('handoff', { id }, (client, how) => client.handoffs.show({ id }, how));
  return (
    <Asked of={asked}>
      {({ brief }) => (
        <>
          {brief.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </>
      )}
    </Asked>
  );
}
