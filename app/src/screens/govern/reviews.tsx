/** Who said STOP by text or phone: texts and calls have ended; whether anything may go by another way waits for a person’s word. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** The part. */
export function Reviews() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [asking, setAsking] = useState<Question | null>(null);
  const asked = useAsk('reviews of stops', {}, (client, how) => client.suppressions.review({ limit: 200 }, how));
  const questionFor = (lead: string, name: string, rest: 'allow' | 'refuse'): Question => ({
    ...{ title: `${t(`reviews.${rest}`)}: ${name}`, says: t(`reviews.${rest}Says`), go: t(`reviews.${rest}`) },
    ...{ why: t('word.why'), done: t('reviews.decided'), grave: rest === 'refuse' },
    call: (why) => (client) => client.suppressions.decide({ lead, rest, why }),
  });
  return (
    <Asked of={asked}>
      {({ review }) =>
        review.length === 0 ? (
          <Empty title={t('reviews.none')} says={t('reviews.noneSays')} />
        ) : (
          <>
            <ul className="list">
              {review.map(({ leadId, name, email, phone, since, told, why }) => {
                const called = name ?? email ?? phone ?? leadId;
                return (
                  <li className="item" key={leadId}>
                    <div className="item-main">
                      <Link to="/leads/$lead" params={{ lead: leadId }} className="row-link">
                        {called}
                      </Link>
                      <p className="dim small">
                        {[email, phone].filter(Boolean).join(' · ')} · {told} · <When at={since} />
                      </p>
                      {why && <p>“{why}”</p>}
                    </div>
                    {may(ROLE.operator) && (
                      <div className="item-side">
                        <span className="item-acts">
                          {(['allow', 'refuse'] as const).map((rest) => (
                            <Button
                              key={rest}
                              size="compact-xs"
                              variant="default"
                              onClick={() => setAsking(questionFor(leadId, called, rest))}
                            >
                              {t(`reviews.${rest}`)}
                            </Button>
                          ))}
                        </span>
                      </div>
                    )}
                  </li>
                );
              })}
            </ul>
            {asking && <Confirm of={asking} close={() => setAsking(null)} />}
          </>
        )
      }
    </Asked>
  );
}
