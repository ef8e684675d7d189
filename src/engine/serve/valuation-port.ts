/** What the outside may ask of valuations, as the face asks the engine for it. */
import type { ValuationSheet } from '../../domain/valuation/sheet.ts';

/** The house where valuations are shown. Looking changes nothing. */
export interface ValuationHouse {
  /** Null = the link is not ours, or there is nothing to show any more. */
  look(token: string): Promise<ValuationSheet | null>;
  /** The same as a PDF; null = it is not put on paper here. */
  paper(sheet: ValuationSheet): Uint8Array | null;
}
