/** A lead in a class: the map of it, part by part, how warm and of which six things that is made, and what to do next and why. */
import { useAsk } from '../../../api/ask.ts';
import type { RekindleClient } from '../../../api/client.ts';
import { Asked } from '../../../parts/asked.tsx';
import { Panel } from '../../../parts/page.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { When } from '../../../parts/when.tsx';
import { type LeadPartWord, useLeadPartWords } from '../../../words/lead-parts.ts';
import './more.css';

type Shown = Awaited<ReturnType<RekindleClient['class']['show']>>;

/** The panel. */
export function ClassPart({ lead, course }: { readonly lead: string; readonly course: string }) {
  const { t } = useLeadPartWords();
  const asked = useAsk('class', { lead, course }, (client, how) => client.class.show({ lead, class: course }, how));
  const found = asked.data;
  return (
    <Panel
      title={t('class.title')}
      beside={
        found && <Tag tone={found.hot ? 'good' : 'over'}>{t('class.done', { n: found.done, of: found.sections })}</Tag>
      }
    >
      <Asked of={asked}>
        {(of) => (
          <>
            <div className="next-box">
              <span className="label">{t('class.next')}</span>
              <p>
                <b>{t(`action.${of.action}` as LeadPartWord) || of.action}</b>
                {of.channel && <span className="dim"> · {t(`by.${of.channel}`)}</span>}
                <span className="dim"> · {t(`priority.${of.priority}`)}</span>
              </p>
              <p className="dim small">{of.says}</p>
            </div>
            <CourseMap of={of} />
            <Temperature of={of} />
            <p className="dim small">
              {t('class.last')} <When at={of.lastActivityAt} />
            </p>
          </>
        )}
      </Asked>
    </Panel>
  );
}

function CourseMap({ of: { map, currentSection } }: { readonly of: Shown }) {
  const { t } = useLeadPartWords();
  const parts = [...new Set(map.map(({ part }) => part))];
  return (
    <div className="more-map">
      {parts.map((part) => {
        const sections = map.filter((one) => one.part === part);
        const done = sections.filter((one) => one.done).length;
        return (
          <section key={part ?? ''} aria-label={part ?? t('class.sections')}>
            <h3 className="more-sub">
              {part ?? t('class.sections')}{' '}
              <span className="dim num">{`${String(done)} / ${String(sections.length)}`}</span>
            </h3>
            <ol className="more-sections">
              {sections.map(({ id, title, done: isDone }) => {
                const state = isDone ? 'done' : id === currentSection ? 'here' : 'open';
                return (
                  <li
                    key={id}
                    className={`more-section more-section-${state}`}
                    aria-current={state === 'here' ? 'step' : undefined}
                  >
                    <span className="more-dot" aria-hidden />
                    {title}
                    <span className="sr"> {t(`section.${state}`)}</span>
                  </li>
                );
              })}
            </ol>
          </section>
        );
      })}
    </div>
  );
}

function Temperature({ of: { temperature, signal, components } }: { readonly of: Shown }) {
  const { t, number } = useLeadPartWords();
  const most = Math.max(1, ...components.map(({ points }) => points));
  return (
    <>
      <p className="score-head">
        <span className="score-big num">{number(temperature)}</span>
        <span>
          {t('class.temperature')} · {t(`tier.${signal}`)}
        </span>
      </p>
      <table className="parts more-points">
        <caption className="sr">{t('class.components')}</caption>
        <tbody>
          {components.map(({ name, points, says }) => (
            <tr key={name}>
              <th scope="row" title={says}>
                {t(`component.${name}` as LeadPartWord) || name}
                <span className="dim small more-because">{says}</span>
              </th>
              <td className="part-bar" aria-hidden>
                <span style={{ width: `${String((Math.max(0, points) / most) * 100)}%` }} />
              </td>
              <td className="num">{number(points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
