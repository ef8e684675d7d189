/** How a lead is being qualified: which question, what they answered, how ready and how committed by which points, what is said if they put it off. */
import { useAsk } from '../../../api/ask.ts';
import type { RekindleClient } from '../../../api/client.ts';
import { Asked } from '../../../parts/asked.tsx';
import { useNames } from '../../../parts/names.ts';
import { Panel } from '../../../parts/page.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { When } from '../../../parts/when.tsx';
import { type LeadPartWord, useLeadPartWords } from '../../../words/lead-parts.ts';
import './more.css';

type Shown = Awaited<ReturnType<RekindleClient['conversations']['show']>>;

/** The panel. */
export function ConversationPart({ lead, campaign }: { readonly lead: string; readonly campaign: string }) {
  const { t } = useLeadPartWords();
  const asked = useAsk('conversation', { lead, campaign }, (client, how) =>
    client.conversations.show({ lead, campaign }, how),
  );
  const found = asked.data;
  return (
    <Panel
      title={t('talk.title')}
      beside={found && <Tag tone={found.over ? 'over' : 'new'}>{t(`side.${found.side}`)}</Tag>}
    >
      <Asked of={asked}>
        {(of) => (
          <>
            <Questions of={of} />
            <Score title={t(of.side === 'buyer' ? 'talk.intent' : 'talk.readiness')} of={of.readiness} />
            <Score title={t('talk.commitment')} of={of.commitment} />
            <p className="small more-stall">
              <span className="label">{t('talk.stall')}</span>
              {of.stallsLeft.length > 0
                ? of.stallsLeft.map((stall) => t(`stall.${stall}` as LeadPartWord) || stall).join(' · ')
                : t('stall.market-shift')}
            </p>
            <Turns of={of} />
          </>
        )}
      </Asked>
    </Panel>
  );
}

function Questions({ of: { questions, answers, asked, over } }: { readonly of: Shown }) {
  const { t } = useLeadPartWords();
  const others = Object.keys(answers).filter((id) => !questions.includes(id));
  return (
    <ol className="more-questions">
      {[...questions, ...others].map((id) => {
        const answer = answers[id];
        const here = over === null && answer === undefined && id === asked;
        return (
          <li
            key={id}
            className={here ? 'more-question more-question-here' : 'more-question'}
            aria-current={here ? 'step' : undefined}
          >
            <span>{t(`question.${id}` as LeadPartWord) || id}</span>
            {answer === undefined ? (
              <span className="dim">{t(here ? 'talk.asked' : 'talk.notYet')}</span>
            ) : (
              <b>{typeof answer === 'boolean' ? t(answer ? 'talk.yes' : 'talk.no') : String(answer)}</b>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Score({ title, of: { score, label, parts } }: { readonly title: string; readonly of: Shown['readiness'] }) {
  const { t, number } = useLeadPartWords();
  return (
    <section className="more-score" aria-label={title}>
      <p className="score-head">
        <span className="score-big num">{score === null ? '–' : number(score)}</span>
        <span>
          {title}
          {label && <span className="dim"> · {t(`label.${label}` as LeadPartWord) || label}</span>}
        </span>
      </p>
      {Object.keys(parts).length > 0 && (
        <table className="parts more-points">
          <caption className="sr">{title}</caption>
          <tbody>
            {Object.entries(parts).map(([name, points]) => (
              <tr key={name}>
                <th scope="row">{t(`pillar.${name}` as LeadPartWord) || name}</th>
                <td className="part-bar" aria-hidden>
                  <span style={{ width: `${String(Math.min(100, Math.max(0, points)))}%` }} />
                </td>
                <td className="num">{number(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Turns({ of: { turns } }: { readonly of: Shown }) {
  const { t } = useLeadPartWords();
  const names = useNames();
  if (turns.length === 0) return <p className="dim small">{t('talk.silent')}</p>;
  return (
    <details className="why">
      <summary>{t('talk.turns', { n: turns.length })}</summary>
      <ol className="more-turns">
        {turns.map(({ at, text, say, why }) => (
          <li key={at + text}>
            <p>“{text}”</p>
            <p className="dim small">
              <When at={at} />
              {say && ` · ${t('talk.said', { what: names('say', say) })}`}
            </p>
            <ul className="dim small">
              {[...new Set(why)].map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  );
}
