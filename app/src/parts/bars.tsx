/** Counts as bars: a table to those who hear the page, each number beside its bar and its share of the one total that is named. */
import { Link } from '@tanstack/react-router';
import { useWords } from '../words/words.tsx';

/** A count. */
export interface Bar {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** Colour of its own: a tier’s. */
  readonly tone?: string;
  /** Words of the list of leads behind it. */
  readonly leads?: Readonly<Record<string, string>>;
  /** State of the messages behind it. */
  readonly messages?: string;
  /** Words of the list of accounts behind it. */
  readonly accounts?: Readonly<Record<string, string>>;
}

/** The bars; `of` = the total they are shares of, 0 = none is shown. */
export function Bars({
  label,
  bars,
  of = 0,
  worded = false,
}: {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly of?: number;
  /** The names are sentences. */
  readonly worded?: boolean;
}) {
  const { number, percent } = useWords();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <table className={worded ? 'bars bars-worded' : 'bars'}>
      <caption className="sr">{label}</caption>
      <tbody>
        {bars.map(({ id, label: name, count, tone, leads, messages, accounts }) => (
          <tr key={id}>
            <th scope="row">
              <Named name={name} leads={leads} messages={messages} accounts={accounts} />
            </th>
            <td className="bar" aria-hidden>
              <span className={tone ? `tier-${tone}` : ''} style={{ width: `${String((count / most) * 100)}%` }} />
            </td>
            <td className="num">{number(count)}</td>
            {of > 0 && <td className="num dim">{percent(count / of)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Named({ name, leads, messages, accounts }: { readonly name: string } & Behind) {
  if (messages !== undefined)
    return (
      <Link to="/queue" search={{ state: messages }}>
        {name}
      </Link>
    );
  if (accounts)
    return (
      <Link to="/accounts" search={accounts}>
        {name}
      </Link>
    );
  if (!leads) return name;
  return (
    <Link to="/leads" search={leads}>
      {name}
    </Link>
  );
}

interface Behind {
  readonly leads: Bar['leads'];
  readonly messages: Bar['messages'];
  readonly accounts: Bar['accounts'];
}

/** Counts by name as bars, the most frequent first. */
export function barsOf(tally: Readonly<Record<string, number>>, name: (id: string) => string = (id) => id): Bar[] {
  return Object.entries(tally)
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => ({ id, label: name(id), count }));
}

/** Counts by day as columns, each named on hover. */
export function Days({ label, byDay }: { readonly label: string; readonly byDay: Readonly<Record<string, number>> }) {
  const { number, language } = useWords();
  const named = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const dayOf = (day: string | undefined) => (day === undefined ? '' : named.format(Date.parse(day)));
  const days = Object.entries(byDay).sort(([a], [b]) => (a < b ? -1 : 1));
  const most = Math.max(1, ...days.map(([, count]) => count));
  return (
    <figure className="days">
      <div
        className="days-plot"
        role="img"
        aria-label={`${label}: ${days.map(([day, n]) => `${dayOf(day)} ${number(n)}`).join(', ')}`}
      >
        {days.map(([day, count]) => (
          <span
            key={day}
            title={`${dayOf(day)}: ${number(count)}`}
            style={{ height: `${String((count / most) * 100)}%` }}
          />
        ))}
      </div>
      <figcaption className="dim small">
        <span>{dayOf(days[0]?.[0])}</span>
        <span>{dayOf(days.at(-1)?.[0])}</span>
      </figcaption>
    </figure>
  );
}
