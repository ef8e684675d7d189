/** The whole pipeline, run because a person wants it now: where it is, and what came of it. */
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { Progress as HowFar, RekindleClient } from '../../api/client.ts';
import type { Blanks } from '../../words/blanks.ts';
import { type RoutineWord, useRoutineWords } from '../../words/routines.ts';
import { titleOf } from './title.ts';

type Answer = Awaited<ReturnType<RekindleClient['routines']['runAll']>>;

/** The call of it. */
export const callRunAll = (client: RekindleClient, progress?: (far: HowFar) => void) =>
  client.routines.runAll({}, { ...(progress && { progress }) });

/** Runs it, telling how far it is. */
export function useRunAll() {
  const { t } = useRoutineWords();
  const act = useAct();
  const [far, setFar] = useState<HowFar | null>(null);
  const go = () => {
    setFar(null);
    act.run({ call: (client) => callRunAll(client, setFar), done: (answer) => answerSays(answer, t) });
  };
  return { go, far, busy: act.busy };
}

function answerSays({ runs, notRun }: Answer, t: (word: RoutineWord, blanks?: Blanks) => string): string {
  const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => titleOf(name, t)).join(', ');
  const badly = runs.filter(({ state }) => state === 'failed' || state === 'waiting');
  if (badly.length > 0) return t('routines.allBadly', { names: names(badly.map(({ routine: name }) => ({ name }))) });
  return notRun.length > 0
    ? t('routines.allPassed', { names: names(notRun) })
    : t('routines.allRan', { n: runs.length });
}

/** The stage that it is at. */
export function StagesUnderWay({ far }: { readonly far: HowFar | null }) {
  const { t } = useRoutineWords();
  const says = stageSays(far, t);
  return (
    <div className="under-way" role="status">
      <div className="item-head">
        <b>{says}</b>
        <span className="dim small">{t('routines.goesOn')}</span>
      </div>
      <progress className="share" aria-label={says} />
    </div>
  );
}

function stageSays(far: HowFar | null, t: (word: RoutineWord, blanks?: Blanks) => string): string {
  if (far === null) return t('routines.begins');
  const name = titleOf(far.stage, t);
  return far.done === 0 ? t('routines.stage', { name }) : t('routines.stageFar', { name, n: far.done });
}
