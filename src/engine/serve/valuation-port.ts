/** What the outside may ask of valuations, as the face asks the engine for it. */
import type { Brand } from '../../domain/brand.ts';
import type { Home, Valuation } from '../../domain/valuation/comparables.ts';

/** What a link shows: the home, what it may be worth, and each sale with all that was adjusted. */
export interface ValuationSheet {
  readonly home: Home;
  readonly valuation: Valuation;
  /** The day that it is of, epoch ms. */
  readonly at: number;
  /** Who made it; null = not known. */
  readonly sender: string | null;
  /** How they show themselves; null or absent = as we do. */
  readonly brand?: Brand | null;
}

/** The house where valuations are shown. Looking changes nothing. */
export interface ValuationHouse {
  /** Null = the link is not ours, or there is nothing to show any more. */
  look(token: string): Promise<ValuationSheet | null>;
}
