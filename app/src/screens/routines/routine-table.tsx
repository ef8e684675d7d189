/** Routines of a kind, a row each: what it does, when, how it went, how it is doing; opened, its runs. The address says which is open. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import { useNow } from '../../api/now.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useRoutineWords } from '../../words/routines.ts';
import { RoutineActs, useRunNow } from './acts.tsx';
import type { Routine } from './did.ts';
import { History } from './history.tsx';
import { LastRun } from './last-run.tsx';
import { scheduleSays } from './schedule.ts';
import { sentenceOf, titleOf } from './title.ts';

/** The table. */
export function RoutineTable({ of }: { readonly of: readonly Routine[] }) {
  const { t } = useRoutineWords();
  const { may } = useHere();
  const acts = may(ROLE.operator);
  return (
    <table className={acts ? 'plain stacks routines routines-acts' : 'plain stacks routines'}>
      <thead>
        <tr>
          <th scope="col">{t('routines.name')}</th>
          <th scope="col">{t('routines.when')}</th>
          <th scope="col">{t('routines.last')}</th>
          <th scope="col">{t('routines.health')}</th>
          {acts && (
            <th scope="col">
              <span className="sr">{t('routines.acts')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <Row key={one.name} of={one} acts={acts} />
        ))}
      </tbody>
    </table>
  );
}

const COLUMNS = 4;

function Row({ of, acts }: { readonly of: Routine; readonly acts: boolean }) {
  const { t } = useRoutineWords();
  const { routine: opened } = useSearch({ from: '/routines' });
  const now = useRunNow(of);
  const isOpen = opened === of.name;
  const id = `runs-of-${of.name}`;
  return (
    <>
      <tr className={isOpen ? 'routine-open' : ''}>
        <td>
          <Name of={of} {...{ isOpen, id }} />
        </td>
        <td data-label={t('routines.when')}>
          <Schedule of={of} />
        </td>
        <td data-label={t('routines.last')}>
          <LastRun of={of} {...now} />
        </td>
        <td data-label={t('routines.health')}>
          <Health of={of} />
        </td>
        {acts && (
          <td className="end">
            <RoutineActs of={of} {...now} />
          </td>
        )}
      </tr>
      {isOpen && (
        <tr className="routine-runs" id={id}>
          <td colSpan={acts ? COLUMNS + 1 : COLUMNS}>
            <History of={of} />
          </td>
        </tr>
      )}
    </>
  );
}

interface NameProps {
  readonly of: Routine;
  readonly isOpen: boolean;
  readonly id: string;
}

function Name({ of: { name, order, operation, input }, isOpen, id }: NameProps) {
  const { t, number } = useRoutineWords();
  const title = titleOf(name, t);
  const given = Object.keys(input).length > 0 && JSON.stringify(input);
  return (
    <div className="routine-name">
      <Link
        to="/routines"
        search={isOpen ? {} : { routine: name }}
        resetScroll={false}
        className="row-link routine-link"
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': id })}
      >
        {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        {order === null ? title : `${number(order)}. ${title}`}
      </Link>{' '}
      {title !== name && <code className="code-dim">{name}</code>}
      <span className="dim under">
        {operation === null ? (
          sentenceOf(name, t)
        ) : (
          <>
            {t('routine.runsSays')} <code>{operation}</code> {given && <code className="code-dim">{given}</code>}
          </>
        )}
      </span>
    </div>
  );
}

function Schedule({ of: { cron, zone, next, enabled } }: { readonly of: Routine }) {
  const tongue = useRoutineWords();
  const { t } = tongue;
  const now = useNow();
  const says = scheduleSays(cron, zone, tongue);
  return (
    <>
      <span>{says ?? <code>{`${cron} ${zone}`}</code>}</span>
      <span className="dim under">
        {enabled ? (
          <>
            {t(next && Date.parse(next) <= now ? 'routines.due' : 'routines.next')} <When at={next} />
          </>
        ) : (
          t('routines.off')
        )}
      </span>
    </>
  );
}

function Health({ of: { name, enabled } }: { readonly of: Routine }) {
  const { t } = useRoutineWords();
  const health = useAsk('health', {}, (client, how) => client.routines.health({}, how), { live: true }).data;
  const one = health?.routines.find((of) => of.name === name);
  if (!enabled) return <Tag tone="over">{t('routines.off')}</Tag>;
  if (!one) return null;
  return (
    <>
      <StateBadge state={one.health} />
      {one.health !== 'healthy' && (
        <span className="dim under">
          {one.health === 'failed' ? t('routines.inARow', { n: one.failuresInARow }) : t('routines.less')}
        </span>
      )}
    </>
  );
}
