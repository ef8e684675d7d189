/**
 * The tables of the newest schema as data: their columns and keys, told by the migrations themselves. Whoever moves whole tables
 * asks here, so that a table or a column that comes later is never left behind.
 */
import { type Dialect, type Named, nameOf, SQLITE } from '../migrations/dialect.ts';
import { migrations } from '../migrations/migrations.ts';

/** A table. Columns and key are in the order of the schema, in snake_case. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** What a part begins with that is a rule and no column. */
const RULE = /^(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b/;
const KEY = /^PRIMARY KEY \(([^)]+)\)/;

/** All tables, those that others refer to first. */
export const TABLES: readonly TableShape[] = recorded();

/** Those that no simulation is given: it speaks to nobody, and a secret has no business there. */
export const FOR_REAL: ReadonlySet<string> = new Set([
  ...['connection', 'connection_rest', 'api_key', 'kept_answer', 'refusal_telling', 'refusal_note'],
  ...['user_account', 'user_identity', 'user_role', 'user_session', 'source_spend', 'source_asked'],
  ...['crm_difference', 'crm_reading', 'crm_erased', 'plan', 'bulk', 'bulk_row'],
]);

function recorded(): TableShape[] {
  const shapes: TableShape[] = [];
  const record = (of: Named, parts: readonly string[]) => {
    shapes.push(shapeOf(nameOf(of), parts));
    return '';
  };
  const recorder: Dialect = { ...SQLITE, table: record, longRows: record };
  // Its texts are made as they are asked for, and each tells of its table.
  const isEmpty = migrations(recorder).every(({ statements }) => statements.length === 0);
  if (isEmpty) throw new Error('no migration makes a table');
  return shapes;
}

function shapeOf(name: string, parts: readonly string[]): TableShape {
  const columns = parts.filter((part) => !RULE.test(part)).map((part) => part.slice(0, part.indexOf(' ')));
  const key = parts.flatMap((part) => KEY.exec(part)?.[1]?.split(', ') ?? []);
  const alone = parts.find((part) => !RULE.test(part) && / PRIMARY KEY$/.test(part));
  return {
    name,
    columns,
    key: alone === undefined ? key : [alone.slice(0, alone.indexOf(' '))],
  };
}
