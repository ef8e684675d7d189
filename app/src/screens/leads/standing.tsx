/** Where a lead stands in a campaign: what comes next and why not earlier, its score to the point, and every reason. */
import type { Membership, Score, Upcoming } from '../../api/shapes.ts';
import { StateBadge, Tier } from '../../parts/badges.tsx';
import { Named } from '../../parts/named.tsx';
import { useNames } from '../../parts/names.ts';
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { Reasons } from '../../parts/why.tsx';
import type { Word } from '../../words/en.ts';
import { useLeadWords } from '../../words/leads.ts';
import { type StoryWord, useStoryWords } from '../../words/story.ts';
import { Trend } from './trend.tsx';

/** The panel of one campaign. */
export function StandingPanel({ of, zone }: { readonly of: Membership; readonly zone: string | null }) {
  const { t } = useLeadWords();
  return (
    <Panel title={of.campaign} beside={<StateBadge state={of.stage} />}>
      <div className="next-box">
        <span className="label">{t('standing.next')}</span>
        <Next of={of.upcoming} zone={zone} />
        {of.waitsFor && (
          <>
            <span className="label">{t('standing.notEarlier')}</span>
            <Reasons of={[of.waitsFor]} />
          </>
        )}
      </div>
      {of.sequence && (
        <p className="line">
          <span className="label">{t('standing.sequence')}</span> <Named kind="sequence" name={of.sequence} />
        </p>
      )}
      {of.score && <ScoreTable score={of.score} before={of.scoreBefore} />}
      <details className="why" open>
        <summary>{t('standing.why')}</summary>
        <Reasons of={of.reasons} />
      </details>
    </Panel>
  );
}

/** What comes, in words of the reader's, and when. */
function Next({ of, zone }: { readonly of: Upcoming; readonly zone: string | null }) {
  const { t } = useStoryWords();
  const names = useNames();
  const { kind, step, dueAt, state } = of;
  return (
    <>
      <p title={step ?? undefined}>
        {t(`next.${kind}` as StoryWord, {
          step: step === null ? '' : names('step', step),
          state: t(`is.${state}` as Word),
        })}
      </p>
      {dueAt && (
        <p className="dim">
          <When at={dueAt} zone={of.zone ?? zone} exact />
        </p>
      )}
    </>
  );
}

/** Part by part: together they are the score. */
function ScoreTable({ score, before }: { readonly score: Score; readonly before: number | null }) {
  const { t, percent } = useLeadWords();
  const parts = Object.entries(score.parts).sort(([, a], [, b]) => b[1] - a[1]);
  const most = Math.max(...parts.map(([, [, share]]) => share), 0.001);
  return (
    <div className="score-box">
      <p className="score-head">
        <span className="score-big num">{score.value.toFixed(2)}</span>
        <Trend score={score.value} before={before} />
        <Tier tier={score.tier} />
        <span className="dim">
          {t('score.facts', { known: score.known, total: score.total, share: percent(score.coverage) })}
        </span>
      </p>
      <table className="parts">
        <caption className="sr">{t('score.parts')}</caption>
        <thead className="sr">
          <tr>
            <th scope="col">{t('score.part')}</th>
            <th scope="col">{t('score.share')}</th>
            <th scope="col">{t('score.points')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(([name, [points, share]]) => (
            <tr key={name} className={points === null ? 'unknown' : ''}>
              <th scope="row">
                <Named kind="part" name={name} />
              </th>
              <td className="part-bar" aria-hidden>
                <span style={{ width: `${String((share / most) * 100)}%` }} />
              </td>
              <td className="num">{points === null ? t('score.unknown') : share.toFixed(3)}</td>
            </tr>
          ))}
          {score.boost > 0 && (
            <tr>
              <th scope="row">{t('score.boost')}</th>
              <td className="part-bar" aria-hidden />
              <td className="num">{score.boost.toFixed(3)}</td>
            </tr>
          )}
          <tr className="parts-sum">
            <th scope="row">{t('score.sum')}</th>
            <td />
            <td className="num">{score.value.toFixed(3)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
