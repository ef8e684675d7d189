/** Homes that were sold, as the engine asks a store to keep them by the place where they stand. */
import type { Sale } from '../../../domain/valuation/comparables.ts';

/** A sale with its place. */
export interface PlacedSale {
  readonly place: string;
  readonly sale: Sale;
}

/** Sales that are asked for: those of a place from a day on, as they were known at a time. */
export interface SaleQuery {
  readonly workspaceId: string;
  readonly place: string;
  readonly soldFrom: number;
  readonly knownAt: number;
}

/** The sales of the store. */
export interface SaleVerbs {
  /** Keeps sales, each once by place, day and address, and forgets those of their places that are older; how many were new. */
  add(
    workspaceId: string,
    sales: readonly PlacedSale[],
    times: { readonly now: number; readonly before: number },
  ): Promise<number>;
  /** The latest first. */
  of(query: SaleQuery): Promise<Sale[]>;
}
