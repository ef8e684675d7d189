/**
 * The page of a valuation, as HTML: the number, and every sale with all that was adjusted. No login, no script, readable on a phone and on
 * paper. Owns the markup; works nothing out.
 */
import type { Comparable } from '../../domain/valuation/comparables.ts';
import {
  homeLine,
  madeBy,
  rangeLine,
  saleCaption,
  saleRows,
  titleOf,
  type ValuationSheet,
} from '../../domain/valuation/sheet.ts';
import { countedSales, money } from '../../domain/valuation/words.ts';
import { escapeHtml } from '../markdown.ts';
import { htmlPage, pagePolicy } from '../page.ts';

const STYLE = `:root{color-scheme:light dark;font:1.0625rem/1.5 system-ui,sans-serif}
body{margin:0}
main{box-sizing:border-box;max-width:42rem;margin:0 auto;padding:1.25rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
p.value{font-size:2rem;font-weight:700;margin:.25rem 0}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.75rem 0 .25rem}
th,td{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.35rem 0;text-align:left;font-weight:400}
td{text-align:right;font-variant-numeric:tabular-nums}
tr.sum th,tr.sum td{font-weight:600}
small{display:block;margin-top:2rem}`;

/** What the browser may do on this page: use this one style, and nothing else. */
export const VALUATION_POLICY = pagePolicy(STYLE, 'none');

/** Asked of the address, the token before it: the same as a PDF. */
export const PAPER = 'pdf';

/** The page of a valuation. Why its link has no address: it goes back to the page's own, so the token is written nowhere else. */
export function valuationPage(sheet: ValuationSheet): string {
  const { home, valuation, at } = sheet;
  return page(
    titleOf(home),
    `<p class="value">${money(valuation.value ?? 0)}</p>
<p>${rangeLine(valuation, at)}</p>
<p>${escapeHtml(homeLine(home))}</p>
<p><a href="?${PAPER}">As a PDF, to keep or to print</a></p>
<h2>The sales</h2>
${countedSales(valuation).map(saleTable).join('\n')}
<small>${escapeHtml(madeBy(sheet))}</small>`,
  );
}

/** The page of a link that shows nothing. */
export function noValuationPage(): string {
  return page(
    'This page is not here',
    '<p>The link is not complete, or what it showed is gone. Answer the e-mail by which it came.</p>',
  );
}

function saleTable(of: Comparable): string {
  const rows = saleRows(of).map(({ name, value, sum }) => {
    return `<tr${sum ? ' class="sum"' : ''}><th scope="row">${name}</th><td>${value}</td></tr>`;
  });
  return `<table><caption>${escapeHtml(saleCaption(of))}</caption>\n${rows.join('\n')}</table>`;
}

function page(title: string, body: string): string {
  return htmlPage({ language: 'en', title, style: STYLE, body: `<h1>${escapeHtml(title)}</h1>\n${body}` });
}
