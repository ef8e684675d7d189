/**
 * The page behind an unsubscribe address, as HTML: one button, no login, no script, readable on a phone. Owns words and markup;
 * never unsubscribes anybody.
 */
import { hash } from 'node:crypto';

/** Languages that the page speaks; the first is spoken to everybody else. */
export const PAGE_LANGUAGES = ['en', 'es'] as const;
/** One of them. */
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** What the page says: asks, confirms, or explains why it cannot. */
export type PageState = 'ask' | 'done' | 'invalid' | 'failed';

interface Words {
  readonly title: string;
  readonly text: string;
}

const BUTTON: Readonly<Record<PageLanguage, string>> = { en: 'Unsubscribe', es: 'Darme de baja' };
const SENDER: Readonly<Record<PageLanguage, string>> = { en: 'Sender', es: 'Remitente' };

const WORDS: Readonly<Record<PageLanguage, Readonly<Record<PageState, Words>>>> = {
  en: {
    ask: { title: 'Stop these e-mails?', text: 'One tap, and you will get no more of them.' },
    done: {
      title: 'You are unsubscribed',
      text: 'You will get no more of these e-mails. There is nothing else to do.',
    },
    invalid: {
      title: 'This link does not work',
      text: 'It may have been cut short. Open it again from the e-mail, or answer the e-mail and ask to be taken off the list.',
    },
    failed: {
      title: 'That did not work',
      text: 'You are not unsubscribed yet. Please try again in a minute, or answer the e-mail and ask to be taken off the list.',
    },
  },
  es: {
    ask: { title: '¿No quiere recibir más estos correos?', text: 'Un toque y no recibirá ninguno más.' },
    done: { title: 'Se ha dado de baja', text: 'No recibirá más estos correos. No tiene que hacer nada más.' },
    invalid: {
      title: 'Este enlace no funciona',
      text: 'Puede que esté incompleto. Ábralo de nuevo desde el correo, o responda al correo y pida que le quiten de la lista.',
    },
    failed: {
      title: 'No ha funcionado',
      text: 'Todavía no se ha dado de baja. Inténtelo de nuevo en un minuto, o responda al correo y pida que le quiten de la lista.',
    },
  },
};

const STYLE = `:root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center}
main{max-width:26rem;padding:1.5rem;text-align:center}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
button{font:inherit;font-weight:600;width:100%;min-height:3.25rem;border:0;border-radius:.5rem;background:#1a56db;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid currentColor;outline-offset:3px}
small{display:block;margin-top:1rem}`;

/** What the browser may do on this page: use this one style, and send the form back to us. Nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The whole page.
 * `sender`: whose mails they are, any text, or null where that is not known.
 * Why the form has no address: it goes back to the page's own, so the token is written nowhere else.
 */
export function unsubscribePage(state: PageState, language: PageLanguage, sender: string | null): string {
  const { title, text } = WORDS[language][state];
  const asks = state === 'ask' || state === 'failed';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${asks ? `<form method="post"><button type="submit">${BUTTON[language]}</button></form>` : ''}
${sender === null ? '' : `<small>${SENDER[language]}: ${escapeHtml(sender)}</small>`}
</main>
</body>
</html>
`;
}

/**
 * The language of the page for an `Accept-Language` header: the one asked for with the highest weight.
 * Source: RFC 9110 §12.5.4.
 */
export function pageLanguage(acceptLanguage: string | undefined): PageLanguage {
  let best: PageLanguage = PAGE_LANGUAGES[0];
  let bestWeight = 0;
  for (const range of (acceptLanguage ?? '').split(',', MOST_RANGES)) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = PAGE_LANGUAGES.find((known) => tag === known || tag.startsWith(`${known}-`));
    const weight = weightOf(parameters);
    if (language === undefined || !(weight > bestWeight)) continue;
    best = language;
    bestWeight = weight;
  }
  return best;
}

/** Ranges of one header that are read; browsers send fewer than ten. */
const MOST_RANGES = 20;

function weightOf(parameters: readonly string[]): number {
  const weight = parameters
    .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return weight === undefined ? 1 : Number(weight);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
