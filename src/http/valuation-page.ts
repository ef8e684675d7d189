/**
 * The page of a valuation, as HTML: the number, and every sale with all that was adjusted. No login, no script, readable on a phone and on
 * paper. Owns the markup; works nothing out.
 */
import { hash } from 'node:crypto';
import type { Comparable, Home } from '../domain/valuation/comparables.ts';
import { countedSales, dayOf, money } from '../domain/valuation/words.ts';
import type { ValuationSheet } from '../engine/serve/valuation-port.ts';
import { escapeHtml } from './markdown.ts';

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
export const VALUATION_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const OF: Readonly<Record<Comparable['adjustments'][number]['of'], string>> = {
  time: 'Sold a while ago',
  size: 'Size',
  beds: 'Bedrooms',
  baths: 'Bathrooms',
  age: 'Year built',
  condition: 'Condition',
};

/** The page of a valuation. */
export function valuationPage({ home, valuation, at, sender }: ValuationSheet): string {
  const { value, low, high, show } = valuation;
  const counted = countedSales(valuation);
  const title = home.address === '' ? 'What your home may be worth' : `What ${home.address} may be worth`;
  return page(
    title,
    `<p class="value">${money(value ?? 0)}</p>
<p>Between ${money(low ?? 0)} and ${money(high ?? 0)}, from ${counted.length} comparable sales on ${dayOf(at)}.${
      show === 'preliminary' ? ' Preliminary: the sales are few, old or far apart, and the home was not seen.' : ''
    }</p>
<p>${escapeHtml(homeLine(home))}</p>
<h2>The sales</h2>
${counted.map(saleTable).join('\n')}
<small>An estimate from recorded sales, no appraisal.${sender === null ? '' : ` Made by ${escapeHtml(sender)}.`}</small>`,
  );
}

/** The page of a link that shows nothing. */
export function noValuationPage(): string {
  return page(
    'This page is not here',
    '<p>The link is not complete, or what it showed is gone. Answer the e-mail by which it came.</p>',
  );
}

function homeLine({ squareFeet, beds, baths, yearBuilt, condition }: Home): string {
  const parts = [
    beds === null ? null : `${beds} bedrooms`,
    baths === null ? null : `${baths} bathrooms`,
    squareFeet === null ? null : `${squareFeet} square feet`,
    yearBuilt === null ? null : `built in ${yearBuilt}`,
    condition === null ? null : `in ${condition} condition`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing is known of the home beside where it is.' : `Taken for: ${parts.join(', ')}.`;
}

function saleTable({ sale, adjustments, adjusted }: Comparable): string {
  const rows = adjustments.map(({ of, dollars }) => row(OF[of], `${dollars > 0 ? '+' : ''}${money(dollars)}`));
  return `<table><caption>${escapeHtml(sale.address || 'A home near by')}, ${dayOf(sale.soldAt)}</caption>
${[row('Sold for', money(sale.price)), ...rows].join('\n')}
${row('As your home', money(adjusted), 'sum')}</table>`;
}

function row(name: string, value: string, kind = ''): string {
  return `<tr${kind && ` class="${kind}"`}><th scope="row">${name}</th><td>${value}</td></tr>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}
