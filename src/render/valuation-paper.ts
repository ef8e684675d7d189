/** The page of a valuation on paper: the same number, sales and adjustments, as a PDF. Owns what stands where; works nothing out. */
import {
  homeLine,
  madeBy,
  rangeLine,
  saleCaption,
  saleRows,
  titleOf,
  type ValuationSheet,
} from '../domain/valuation/sheet.ts';
import { countedSales, dayOf, money } from '../domain/valuation/words.ts';
import { type PdfBlock, pdfOf } from './pdf/pdf.ts';

/** The file. */
export function valuationPdf(sheet: ValuationSheet): Buffer {
  const { home, valuation, at, brand = null } = sheet;
  const title = titleOf(home);
  const sales = countedSales(valuation).map(
    (sale): PdfBlock => ({ kind: 'table', caption: saleCaption(sale), rows: saleRows(sale) }),
  );
  const who = brand === null ? [] : [brand.name, brand.postalAddress, brand.domain].filter((part) => part !== '');
  return pdfOf({
    ...{ title, language: 'en' },
    blocks: [
      { kind: 'title', text: title },
      { kind: 'large', text: money(valuation.value ?? 0) },
      { kind: 'text', text: rangeLine(valuation, at) },
      { kind: 'text', text: homeLine(home) },
      { kind: 'text', text: `Confidence ${valuation.confidence} of 100, as of ${dayOf(at)}.` },
      { kind: 'heading', text: 'The sales' },
      ...sales,
      { kind: 'small', text: madeBy(sheet) },
      ...(who.length === 0 ? [] : [{ kind: 'small', text: who.join(' · ') } as const]),
    ],
  });
}
