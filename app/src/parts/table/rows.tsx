/**
 * Many rows: only those in sight are in the page. Wide, a table; narrow, a card for each. J and K move, Enter opens, X chooses. Rows come
 * page by page as one scrolls. E mends a value of the row.
 */
import { Checkbox } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useWords } from '../../words/words.tsx';

/** A column. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** CSS grid width: `160px`, `2fr`. */
  readonly width: string;
  readonly end?: boolean;
  /** The field that the list is sorted by with it; absent = it is not. */
  readonly sort?: string;
  cell(row: Row): ReactNode;
  /** Where it is mended in place, until `close`; absent = it is not. */
  edit?(row: Row, close: () => void): ReactNode;
}

/** A cell that is being mended. */
interface Edited {
  /** Of the row, and of the column. */
  readonly id: string;
  readonly column: string;
}

/** Rows that are chosen. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  set(chosen: ReadonlySet<string>): void;
}

/** In which order rows come: `field`, or `-field` the other way round; undefined = as they came in. */
export interface Order {
  readonly by: string | undefined;
  set(by: string | undefined): void;
}

interface RowsProps<Row> {
  /** What the rows are, for those who hear the page. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  idOf(row: Row): string;
  /** What is read where columns have no room. */
  card(row: Row): ReactNode;
  open?(row: Row): void;
  readonly choice?: Choice;
  readonly order?: Order;
  /** There are more. */
  readonly more?: boolean;
  fetchMore?(): void;
  /** Height of a row, in pixels. */
  readonly height?: number;
  readonly cardHeight?: number;
}

const OVERSCAN = 12;

/** The rows. */
export function Rows<Row>(props: RowsProps<Row>) {
  const { rows, idOf, more = false, fetchMore, height = 40, cardHeight = 76 } = props;
  const narrow = useMediaQuery('(max-width: 61.99em)', undefined, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(-1);
  const [edited, setEdited] = useState<Edited | null>(null);
  const each = narrow ? cardHeight : height;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => each,
    overscan: OVERSCAN,
    getItemKey: (at) => idOf(rows[at] as Row),
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - OVERSCAN * 2) fetchMore?.();
  }, [more, last, rows.length, fetchMore]);
  useEffect(() => {
    if (each > 0) virtual.measure();
  }, [each, virtual]);
  const move = (at: number) => {
    setCursor(at);
    virtual.scrollToIndex(at);
  };
  useRowKeys(props, { cursor, move, edit: setEdited });
  const grid = gridOf(props);
  return (
    <div className={narrow ? 'rows rows-narrow' : 'rows'} ref={scroller}>
      <div role="table" aria-label={props.label} aria-rowcount={more ? -1 : rows.length + 1}>
        {!narrow && <Head {...props} grid={grid} />}
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {shown.map(({ index, key, start, size }) => (
            <Line
              key={key}
              {...props}
              {...{ index, grid, narrow, edited, setEdited, here: index === cursor }}
              row={rows[index] as Row}
              at={{ transform: `translateY(${String(start)}px)`, height: size }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function gridOf<Row>({ columns, choice }: RowsProps<Row>): string {
  return [...(choice ? ['36px'] : []), ...columns.map(({ width }) => width)].join(' ');
}

function Head<Row>({ columns, choice, order, rows, idOf, grid }: RowsProps<Row> & { readonly grid: string }) {
  const { t } = useWords();
  const all = choice !== undefined && rows.length > 0 && rows.every((row) => choice.chosen.has(idOf(row)));
  return (
    <div role="rowgroup" className="rows-head">
      <div role="row" className="row" style={{ gridTemplateColumns: grid }}>
        {choice && (
          <span role="columnheader" className="cell cell-check">
            <Checkbox
              size="xs"
              aria-label={t('table.all')}
              checked={all}
              indeterminate={!all && choice.chosen.size > 0}
              onChange={() => choice.set(all ? new Set() : new Set(rows.map(idOf)))}
            />
          </span>
        )}
        {columns.map(({ id, title, end, sort }) => (
          <span
            role="columnheader"
            key={id}
            className={end ? 'cell cell-end' : 'cell'}
            aria-sort={sort === undefined ? undefined : ARIA[wayOf(order, sort)]}
          >
            {order && sort !== undefined ? <SortBy {...{ title, sort, order }} /> : title}
          </span>
        ))}
      </div>
    </div>
  );
}

type Way = 'rising' | 'falling' | 'none';

const ARIA = { rising: 'ascending', falling: 'descending', none: 'none' } as const;

function wayOf(order: Order | undefined, field: string): Way {
  if (order?.by === field) return 'rising';
  return order?.by === `-${field}` ? 'falling' : 'none';
}

/** Rising, then falling, then as they came in. */
function SortBy({ title, sort, order }: { readonly title: string; readonly sort: string; readonly order: Order }) {
  const way = wayOf(order, sort);
  const next = { none: sort, rising: `-${sort}`, falling: undefined }[way];
  return (
    <button type="button" className="chip-button" onClick={() => order.set(next)}>
      {title}
      {way === 'rising' && <IconArrowUp size={12} aria-hidden />}
      {way === 'falling' && <IconArrowDown size={12} aria-hidden />}
    </button>
  );
}

interface LineProps<Row> extends RowsProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly grid: string;
  readonly narrow: boolean | undefined;
  readonly here: boolean;
  readonly edited: Edited | null;
  setEdited(edited: Edited | null): void;
  readonly at: { readonly transform: string; readonly height: number };
}

function Line<Row>(props: LineProps<Row>) {
  const { row, index, grid, narrow, here, at, columns, choice, idOf, card, open } = props;
  const { t } = useWords();
  const id = idOf(row);
  const chosen = choice?.chosen.has(id) ?? false;
  const classes = ['row', 'row-line', here ? 'row-here' : '', chosen ? 'row-chosen' : '', open ? 'row-opens' : ''];
  return (
    // The keyboard opens rows by the name in them, which is a link, and by Enter on the row that J and K have come to.
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={choice ? chosen : undefined}
      className={classes.filter(Boolean).join(' ')}
      style={narrow ? at : { ...at, gridTemplateColumns: grid }}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button, input, label')) open?.(row);
      }}
    >
      {narrow ? (
        <div role="cell" className="card">
          {card(row)}
        </div>
      ) : (
        <>
          {choice && (
            <span role="cell" className="cell cell-check">
              <Checkbox
                size="xs"
                aria-label={t('table.choose')}
                checked={chosen}
                onChange={() => choice.set(toggled(choice.chosen, id))}
              />
            </span>
          )}
          {columns.map((column) => (
            <span role="cell" key={column.id} className={column.end ? 'cell cell-end' : 'cell'}>
              <Cell {...props} column={column} id={id} />
            </span>
          ))}
        </>
      )}
    </div>
  );
}

interface CellProps<Row> extends LineProps<Row> {
  readonly column: Column<Row>;
  readonly id: string;
}

/** A plain button: hundreds of them pass by as one scrolls. */
function Cell<Row>({ column, row, id, edited, setEdited }: CellProps<Row>) {
  const { t } = useWords();
  if (!column.edit) return column.cell(row);
  if (edited?.id === id && edited.column === column.id) return column.edit(row, () => setEdited(null));
  return (
    <>
      <span className="clip">{column.cell(row)}</span>
      <button
        type="button"
        className="cell-edit"
        aria-label={t('act.change', { name: column.title })}
        onClick={() => setEdited({ id, column: column.id })}
      />
    </>
  );
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(chosen);
  if (!after.delete(id)) after.add(id);
  return after;
}

interface Moves {
  readonly cursor: number;
  move(at: number): void;
  edit(edited: Edited): void;
}

function useRowKeys<Row>({ rows, columns, idOf, open, choice }: RowsProps<Row>, moves: Moves): void {
  const { t } = useWords();
  const latest = useRef({ rows, idOf, open, choice, ...moves });
  latest.current = { rows, idOf, open, choice, ...moves };
  const firstEdited = columns.find(({ edit }) => edit)?.id;
  const canOpen = open !== undefined;
  const canChoose = choice !== undefined;
  const actions = useMemo((): Action[] => {
    const group = t('help.list');
    const quiet = true;
    const step = (by: number) => () => {
      const { rows, cursor, move } = latest.current;
      if (rows.length > 0) move(Math.max(0, Math.min(rows.length - 1, cursor + by)));
    };
    const current = () => latest.current.rows[latest.current.cursor];
    const opening = () => {
      const row = current();
      if (row !== undefined) latest.current.open?.(row);
    };
    const choosing = () => {
      const row = current();
      const { choice, idOf } = latest.current;
      if (row !== undefined) choice?.set(toggled(choice.chosen, idOf(row)));
    };
    const editing = () => {
      const row = current();
      const { idOf, edit } = latest.current;
      if (row !== undefined && firstEdited !== undefined) edit({ id: idOf(row), column: firstEdited });
    };
    const ranging = () => {
      const { choice, idOf, rows, cursor } = latest.current;
      const from = rows.findIndex((row) => choice?.chosen.has(idOf(row)));
      if (!choice || cursor < 0) return;
      const [low, high] = from < 0 ? [cursor, cursor] : [Math.min(from, cursor), Math.max(from, cursor)];
      choice.set(new Set([...choice.chosen, ...rows.slice(low, high + 1).map(idOf)]));
    };
    return [
      { id: 'row down', label: t('help.down'), group, quiet, keys: 'j', run: step(1) },
      { id: 'row up', label: t('help.up'), group, quiet, keys: 'k', run: step(-1) },
      ...(canOpen ? [{ id: 'row open', label: t('help.open'), group, quiet, keys: 'Enter', run: opening }] : []),
      ...(firstEdited ? [{ id: 'row edit', label: t('help.edit'), group, quiet, keys: 'e', run: editing }] : []),
      ...(canChoose ? [{ id: 'row choose', label: t('help.choose'), group, quiet, keys: 'x', run: choosing }] : []),
      ...(canChoose ? [{ id: 'row range', label: t('help.range'), group, quiet, keys: 'Shift+X', run: ranging }] : []),
    ];
  }, [t, canOpen, canChoose, firstEdited]);
  useOffer(actions);
}
