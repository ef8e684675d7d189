/** What waits for a person: calls, reviews, hand-offs; the oldest first. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page } from '../../parts/page.tsx';
import { readable } from '../../parts/readable.ts';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type FactWord, useFactWords } from '../../words/facts.ts';
import { useWorkWords } from '../../words/work.ts';

/** The screen. */
export function TasksScreen() {
  const { t } = useWorkWords();
  const { t: said } = useFactWords();
  const { may } = useHere();
  const act = useAct();
  const asked = useAsk('tasks', {}, (client, how) => client.tasks.list({ limit: 200 }, how), { live: true });
  const done = (task: string, outcome: string | null) =>
    act.run({ call: (client) => client.tasks.done({ task, outcome }), done: t('tasks.done') });
  return (
    <Page
      title={t('nav.tasks')}
      beside={asked.data && <span className="count">{t('tasks.count', { n: asked.data.tasks.length })}</span>}
    >
      <Asked of={asked}>
        {({ tasks }) =>
          tasks.length === 0 ? (
            <Empty title={t('tasks.none')} says={t('tasks.noneSays')} />
          ) : (
            <ul className="list">
              {tasks.map(({ id, title, since, leadId, name, email, phone, outcomes }) => (
                <li className="item" key={id}>
                  <div className="item-main">
                    <b>{title}</b>
                    <p>
                      <Link to="/leads/$lead" params={{ lead: leadId }}>
                        {name ?? email ?? phone}
                      </Link>{' '}
                      <span className="dim">{[phone, email].filter(Boolean).join(' · ')}</span>
                    </p>
                  </div>
                  <div className="item-side">
                    <span className="dim small">
                      <When at={since} />
                    </span>
                    {may(ROLE.operator) && (
                      <div className="item-acts">
                        {(outcomes.length === 0 ? [null] : outcomes).map((outcome) => (
                          <Button key={outcome} size="compact-xs" variant="default" onClick={() => done(id, outcome)}>
                            {outcome === null
                              ? t('is.done')
                              : said(`value.${outcome}` as FactWord) || readable(outcome)}
                          </Button>
                        ))}
                      </div>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}
