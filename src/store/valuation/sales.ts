/** Homes that were sold: kept by place, once each; read where a home of that place is valued. */
import { LIMITS } from '../../domain/limits.ts';
import type { Sale } from '../../domain/valuation/comparables.ts';
import type { PlacedSale, SaleQuery, SaleVerbs } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Program, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const ADD = insert(
  'home_sale',
  ['workspaceId', 'place', 'soldAt', 'address', 'price', 'home', 'addedAt'],
  'ON CONFLICT (workspace_id, place, sold_at, address) DO NOTHING',
);
const FORGET = statement(
  'DELETE FROM home_sale WHERE workspace_id = :workspaceId AND place = :place AND sold_at < :before',
);
const OF = statement<SqlRow>(`
  SELECT sold_at, address, price, home FROM home_sale
  WHERE workspace_id = :workspaceId AND place = :place AND sold_at >= :soldFrom AND added_at <= :knownAt
  ORDER BY sold_at DESC, address DESC LIMIT ${LIMITS.comparables}`);

/** Keeps sales; how many were new. */
export function* addSales(
  workspaceId: string,
  sales: readonly PlacedSale[],
  { now: addedAt, before }: Parameters<SaleVerbs['add']>[2],
): Program<number> {
  const rows = sales.map(({ place, sale: { soldAt, address, price, ...home } }) => {
    return { workspaceId, place, soldAt, address, price, home: toJson(home), addedAt };
  });
  const added = yield* runEach(ADD, rows);
  const places = [...new Set(sales.map(({ place }) => place))];
  yield* runEach(
    FORGET,
    places.map((place) => ({ workspaceId, place, before })),
  );
  return added;
}

/** Sales of a place, the latest first. */
export function* salesOf(query: SaleQuery): Program<Sale[]> {
  return (yield* all(OF, { ...query })).map((row) => ({
    ...fromJson<Omit<Sale, 'soldAt' | 'address' | 'price'>>(row.home),
    soldAt: row.sold_at as number,
    address: row.address as string,
    price: row.price as number,
  }));
}
