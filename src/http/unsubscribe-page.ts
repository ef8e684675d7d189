/**
 * The pages behind an opt-out address, as HTML: one button, or one choice among few; no login, no script, readable on a phone, to be
 * worked by keys alone. Owns the markup; never unsubscribes anybody.
 */
import { OPT_OUT_CHOICES, type OptOutChoice } from '../domain/consent/opt-out-choice.ts';
import type { OptOutAbout } from '../engine/serve/house-port.ts';
import { escapeHtml } from './markdown.ts';
import { htmlPage, pagePolicy } from './page.ts';
import { PAGE_WORDS, type PageLanguage, type PageWords } from './unsubscribe-words.ts';

/** What a page says: asks, offers choices, confirms one, or explains why it cannot. */
export type PageState = 'ask' | 'choose' | 'invalid' | 'broken' | 'failed' | { readonly done: OptOutChoice };

/** What is asked of the address for the page of choices; the token stands before it, and nowhere in the page. */
export const CHOOSE = 'choose';

const STYLE = `:root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center}
main{box-sizing:border-box;width:100%;max-width:26rem;padding:1.5rem;text-align:center}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
fieldset{border:0;margin:0 0 1rem;padding:0;text-align:left}
label{display:flex;gap:.75rem;align-items:center;min-height:3rem;padding:.375rem 0;line-height:1.3}
input{flex:none;width:1.5rem;height:1.5rem;margin:0}
button{font:inherit;font-weight:600;width:100%;min-height:3.25rem;border:0;border-radius:.5rem;background:#1a56db;color:#fff;cursor:pointer}
button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid currentColor;outline-offset:3px}
a{display:inline-block;color:inherit;padding:.75rem 0;margin-top:.5rem}
small{display:block;margin-top:1rem}`;

/** What the browser may do on these pages: use this one style, and send the form back to us. Nothing else. */
export const PAGE_POLICY = pagePolicy(STYLE, 'self');

/**
 * The whole page.
 * `about`: whose mails they are, or null where that is not known.
 * Why neither form nor link has an address: they go back to the page's own, so the token is written nowhere else.
 */
export function unsubscribePage(state: PageState, language: PageLanguage, about: OptOutAbout | null): string {
  const words = PAGE_WORDS[language];
  const { title, text } = wordsOf(state, words, about);
  const by = about?.name ? `<small>${words.sender}: ${escapeHtml(about.name)}</small>` : '';
  const body = `<h1>${escapeHtml(title)}</h1>\n<p>${text}</p>\n${formOf(state, words, about)}\n${by}`;
  return htmlPage({ language, title, style: STYLE, body });
}

function wordsOf(state: PageState, words: PageWords, about: OptOutAbout | null) {
  if (typeof state !== 'string') return words.done[state.done];
  return state === 'ask' && about?.by === 'phone' ? words.askOfPhone : words[state];
}

function formOf(state: PageState, words: PageWords, about: OptOutAbout | null): string {
  if (state === 'choose') {
    const offered = OPT_OUT_CHOICES.filter((choice) => choice !== 'campaign' || about?.ofCampaign);
    const rows = offered.map((choice) => choiceOf(choice, words, about?.by ?? 'email'));
    return `<form method="post"><fieldset aria-label="${words.choose.title}">
${rows.join('\n')}
</fieldset>
<button type="submit">${words.save}</button></form>`;
  }
  if (state !== 'ask' && state !== 'failed') return '';
  const button = `<form method="post"><button type="submit">${words.button}</button></form>`;
  return state === 'ask' ? `${button}\n<a href="?${CHOOSE}">${words.more}</a>` : button;
}

function choiceOf(choice: OptOutChoice, { choices }: PageWords, first: OptOutChoice): string {
  const chosen = choice === first ? ' checked' : '';
  return `<label><input type="radio" name="what" value="${choice}"${chosen}><span>${choices[choice]}</span></label>`;
}
