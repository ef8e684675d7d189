/**
 * The brand of a workspace on our pages: its picture and name above, who they are below, its colour on buttons. Owns what is laid on a page, and what
 * the browser may load for it; the pages are made without it.
 */
import { hash } from 'node:crypto';
import { type Brand, lettersOn } from '../domain/brand.ts';
import { escapeHtml } from './markdown.ts';

const STYLE = /<style>([\s\S]*?)<\/style>/;

/** A page with its policy. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/** A page under a brand; null = as it is. */
export function branded(page: Page, brand: Brand | null): Page {
  if (brand === null) return page;
  const own = STYLE.exec(page.html)?.[1] ?? '';
  const style = `${own}${styleOf(brand)}`;
  const html = page.html
    .replace(STYLE, () => `<style>${style}</style>`)
    .replace('<main>', () => `<main>\n${headOf(brand)}`)
    .replace('</main>', () => `${footOf(brand)}\n</main>`);
  const policy = page.policy.replace(hashOf(own), () => hashOf(style));
  return { html, policy: brand.logo === '' ? policy : `${policy}; img-src ${new URL(brand.logo).origin}` };
}

function hashOf(style: string): string {
  return hash('sha256', style, 'base64');
}

function styleOf({ color, logo }: Brand): string {
  const button = color === '' ? '' : `\nbutton:not(.plain){background:${color};color:${lettersOn(color)}}`;
  return logo === '' ? button : `${button}\nimg{display:block;max-width:100%;max-height:4rem;margin:0 auto 1rem}`;
}

function headOf({ logo, name }: Brand): string {
  return logo === '' ? '' : `<img src="${escapeHtml(logo)}" alt="${escapeHtml(name)}">`;
}

function footOf({ name, postalAddress, domain }: Brand): string {
  const site = domain === '' ? '' : `<a href="https://${domain}" rel="noreferrer">${domain}</a>`;
  const parts = [escapeHtml(name), escapeHtml(postalAddress), site].filter((part) => part !== '');
  return parts.length === 0 ? '' : `<small>${parts.join(' · ')}</small>`;
}
