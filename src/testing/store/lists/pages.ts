/** How rules about lists ask for pages of them, and in which order a database must tell their rows. */
import assert from 'node:assert/strict';
import { readFilter } from '../../../domain/list/filter.ts';
import type { ListOrder } from '../../../domain/list/order.ts';
import { LISTS, type ListName } from '../../../domain/list/schema.ts';
import type { Listed, ListQuery, TooLong } from '../../../engine/store-port.ts';
import { MAIN, NOW } from '../samples.ts';

/** A filter of a list that is written so. */
export function filterOf(list: ListName, text: string, inCampaign = false) {
  return readFilter(text, { schema: LISTS[list], inCampaign, now: NOW });
}

/** All rows of a list. */
export const ALL: ListQuery = {
  workspaceId: MAIN,
  campaignId: null,
  filter: null,
  order: [],
  after: null,
  limit: 1_000,
};

/** The rows of a page that is not too long. */
export async function rowsOf<Row>(page: Promise<Listed<Row> | TooLong>): Promise<readonly Row[]> {
  return (await pageOf(page)).rows;
}

/** A page that is not too long. */
export async function pageOf<Row>(page: Promise<Listed<Row> | TooLong>): Promise<Listed<Row>> {
  const listed = await page;
  assert.ok(!('tooLong' in listed));
  return listed;
}

/** What a row is sorted by. */
export type Key = string | number | null;

/** What the database must say: not known comes last, either way, and ids settle it. */
export function inOrder(rows: readonly (readonly [id: string, keys: readonly Key[]])[], order: readonly ListOrder[]) {
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const compared = (a: Key, b: Key, descending: boolean) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const way = typeof a === 'string' ? byBytes(a, b as string) : a - (b as number);
    return descending ? -way : way;
  };
  return rows.toSorted(([idA, a], [idB, b]) => {
    for (const [i, { descending }] of order.entries()) {
      const way = compared(a[i] ?? null, b[i] ?? null, descending);
      if (way !== 0) return way;
    }
    return byBytes(idA, idB);
  });
}

/** In small letters of ASCII. */
export const small = (text: string | null) => text?.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) ?? null;
