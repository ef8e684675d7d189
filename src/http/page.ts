/** What all of our pages share: the frame around their words, and what the browser may do on them. Owns neither words nor styles. */
import { hash } from 'node:crypto';
import { escapeHtml } from './markdown.ts';

/** A page. `title` is plain text, `body` is HTML. */
export interface PageParts {
  readonly language: string;
  readonly title: string;
  readonly style: string;
  readonly body: string;
}

/** The whole page: no script, readable on a phone, found by no search engine. */
export function htmlPage({ language, title, style, body }: PageParts): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** What the browser may do: use this one style, and send forms back to us where the page has any. Nothing else. */
export function pagePolicy(style: string, forms: 'self' | 'none'): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
    `form-action '${forms}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
