/** A page under a brand loads its picture and its own style, and nothing else. */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { BrandSchema, lettersOn } from '../domain/brand.ts';
import { branded } from './brand.ts';
import { PAGE_POLICY, unsubscribePage } from './unsubscribe-page.ts';

const page = { html: unsubscribePage('ask', 'en', null), policy: PAGE_POLICY };
const ACME = BrandSchema.parse({
  ...{ name: 'Acme <& Co>', logo: 'https://cdn.acme.com/logo.png?a=1&b=2', domain: 'acme.com' },
  ...{ postalAddress: '1 Main St', color: '#f4d03f' },
});
const styleIn = (html: string) => /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';

test('picture, name, address and site are shown, and the policy lets exactly these through', () => {
  const { html, policy } = branded(page, ACME);
  expect(html).toContain('<img src="https://cdn.acme.com/logo.png?a=1&#38;b=2" alt="Acme &#60;&#38; Co&#62;">');
  expect(html).toContain('1 Main St · <a href="https://acme.com" rel="noreferrer">acme.com</a>');
  expect(policy).toContain(`style-src 'sha256-${hash('sha256', styleIn(html), 'base64')}'`);
  expect(policy).toContain('img-src https://cdn.acme.com');
  expect(policy).toContain("default-src 'none'");
});

test('without a brand, and with an empty one, a page is as it was', () => {
  expect(branded(page, null)).toBe(page);
  const { html, policy } = branded(page, BrandSchema.parse({}));
  expect([styleIn(html), policy]).toEqual([styleIn(page.html), page.policy]);
});

test('letters are readable on any colour', () => {
  expect(['#ffffff', '#f4d03f', '#1a56db', '#000000', '#0b6e4f'].map(lettersOn)).toEqual([
    ...['#000', '#000', '#fff', '#fff', '#fff'],
  ]);
  expect(styleIn(branded(page, ACME).html)).toContain('background:#f4d03f;color:#000');
});

test.each([
  { logo: 'http://acme.com/logo.png' },
  { logo: 'javascript:alert(1)' },
  { color: 'red;}body{display:none' },
  { domain: 'acme.com/"><script>' },
])('%j is no brand', (wrong) => {
  expect(BrandSchema.safeParse(wrong).success).toBe(false);
});
