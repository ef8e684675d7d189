/** What can be done with the leads that are chosen: one act on all of them, with its preview, its progress and its way back. */
import { Button, CloseButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { ROLE } from '../../../session/roles.ts';
import { useHere } from '../../../session/session.tsx';
import { useLeadWords } from '../../../words/leads.ts';
import { type ActName, ActOnMany } from './act-on-many.tsx';

const MergeTwo = lazy(() => import('./merge-two.tsx').then((found) => ({ default: found.MergeTwo })));

interface ChosenProps {
  readonly chosen: ReadonlySet<string>;
  clear(): void;
}

/** Those that stand in the bar; all others are in the dialog that each opens. */
const NEAR = ['tag', 'assign', 'pause'] as const;

/** A bar below the rows, while some are chosen. */
export function ChosenBar({ chosen, clear }: ChosenProps) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const [act, setAct] = useState<ActName | null>(null);
  const [merges, setMerges] = useState(false);
  const [one, other] = chosen;
  if (chosen.size === 0) return null;
  return (
    <>
      <section className="bulk" aria-label={t('bulk.title')}>
        <b>{t('bulk.chosen', { n: chosen.size })}</b>
        {NEAR.map((name) => (
          <Button key={name} size="xs" variant="default" onClick={() => setAct(name)}>
            {t(`bulk.${name}`)}
          </Button>
        ))}
        {may(ROLE.manager) && (
          <Button size="xs" variant="default" onClick={() => setAct('enroll')}>
            {t('bulk.enroll')}
          </Button>
        )}
        {chosen.size === 2 && (
          <Button size="xs" variant="default" onClick={() => setMerges(true)}>
            {t('bulk.merge')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setAct('suppress')}>
          {t('bulk.more')}
        </Button>
        <CloseButton aria-label={t('bulk.clear')} onClick={clear} />
      </section>
      {act !== null && <ActOnMany of={{ leads: [...chosen] }} first={act} close={() => setAct(null)} then={clear} />}
      {merges && one !== undefined && other !== undefined && (
        <Suspense>
          <MergeTwo two={[one, other]} close={() => setMerges(false)} then={clear} />
        </Suspense>
      )}
    </>
  );
}
