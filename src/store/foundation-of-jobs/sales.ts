/** The table of homes that were sold, by which others are valued. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of sales. */
export function saleTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('home_sale', [
      `workspace_id ${text} NOT NULL`,
      // Postal code, or city, in plain words.
      `place ${text} NOT NULL CHECK (length(place) > 0)`,
      `sold_at ${int} NOT NULL`,
      `address ${text} NOT NULL`,
      `price ${int} NOT NULL CHECK (price > 0)`,
      // Of the home, as far as it is known.
      `home ${json} NOT NULL`,
      // A valuation that has left is shown again by the sales of its day.
      `added_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, place, sold_at, address)',
    ]),
  ];
}
