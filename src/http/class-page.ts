/**
 * The pages of a class that is held here, as HTML: the list of sections, a lesson with its questions, a question whether to go back. No
 * login, no script, readable on a phone, to be worked by keys alone. Owns the markup; never decides what is open.
 */
import type {
  ClassRoom,
  RoomClosed,
  RoomLesson,
  RoomPrompt,
  RoomQuestion,
  RoomSection,
} from '../engine/serve/class-port.ts';
import { escapeHtml, markdownHtml } from './markdown.ts';
import { htmlPage, pagePolicy } from './page.ts';

const STYLE = `:root{color-scheme:light dark;font:1.125rem/1.6 system-ui,sans-serif}
body{margin:0}
main{box-sizing:border-box;max-width:38rem;margin:0 auto;padding:1.25rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:1.75rem 0 .5rem}
h3{font-size:1.1rem;margin:1.25rem 0 .5rem}
ol.sections{list-style:none;padding:0;margin:0}
ol.sections a,ol.sections span{display:flex;gap:.75rem;align-items:center;min-height:3rem;padding:.25rem 0}
ol.sections span{opacity:.6}
progress{width:100%;height:.75rem}
fieldset{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;margin:0 0 1rem;padding:.75rem 1rem}
legend{font-weight:600;padding:0 .25rem}
label{display:flex;gap:.75rem;align-items:center;min-height:3rem;line-height:1.3}
label.text{display:block;font-weight:600;margin:.75rem 0}
input[type=radio]{flex:none;width:1.5rem;height:1.5rem;margin:0}
textarea{box-sizing:border-box;width:100%;min-height:6rem;font:inherit;padding:.5rem;margin-top:.25rem}
button{font:inherit;font-weight:600;width:100%;min-height:3.25rem;border:0;border-radius:.5rem;background:#1a56db;color:#fff;cursor:pointer;margin:.25rem 0}
button.plain{background:none;color:inherit;border:1px solid currentColor}
button:focus-visible,input:focus-visible,textarea:focus-visible,a:focus-visible{outline:3px solid currentColor;outline-offset:3px}
a{color:inherit}
nav a,a.next{display:inline-block;padding:.75rem 0}
.hint,.right{border-left:.25rem solid currentColor;padding-left:.75rem}
small{display:block;margin-top:2rem}`;

/** What the browser may do on these pages: use this one style, and send forms back to us. Nothing else. */
export const CLASS_POLICY = pagePolicy(STYLE, 'self');

/** Asked of the address, the token before it: which section, whether to go back to it. */
export const SECTION = 'section';
/** See `SECTION`. */
export const BACK = 'back';

/** Why a page shows something else than was wished. */
export type ClassNotice = 'not-possible' | 'failed' | null;

const CLOSED: Readonly<Record<RoomClosed | 'failed', readonly [title: string, text: string]>> = {
  invalid: [
    'This page is not here',
    'The link is not complete, or leads to a section that is not open yet. Use the one in the e-mail.',
  ],
  expired: [
    'This link is no longer good',
    'Answer the e-mail by which it came, and you get a new one. What you did is kept.',
  ],
  revoked: ['This link was ended', 'Answer the e-mail by which it came, if you think that is a mistake.'],
  failed: ['That did not work', 'It is our fault, and nothing is lost. Please try again in a minute.'],
};

/** The page of a link that shows nothing. */
export function closedPage(why: RoomClosed | 'failed'): string {
  const [title, text] = CLOSED[why];
  return page(title, `<h1>${title}</h1>\n<p>${text}</p>`, null);
}

/** The page of a class: a lesson where one is open, else the list of sections. */
export function classPage(room: ClassRoom, notice: ClassNotice): string {
  const { title, lesson, sender } = room;
  const said = notice === null ? '' : '<p role="alert">That could not be done. Look at the page as it is now.</p>\n';
  const body = lesson === null ? overview(room) : lessonBody(room, lesson);
  return page(lesson === null ? title : `${lesson.title} · ${title}`, `${said}${body}`, sender);
}

/** The question whether to go back to a section that was done. */
export function backPage(room: ClassRoom, lesson: RoomLesson): string {
  const from = room.sections.findIndex(({ id }) => id === lesson.id);
  const lost = room.sections.slice(from).filter(({ isDone }) => isDone);
  return page(
    `Go back? · ${room.title}`,
    `<h1>Go back to “${escapeHtml(lesson.title)}”?</h1>
<p>You do it anew, and what you did and wrote from there on is removed:</p>
<ul>${lost.map(({ title }) => `<li>${escapeHtml(title)}</li>`).join('')}</ul>
<form method="post"><input type="hidden" name="do" value="back"><input type="hidden" name="section" value="${escapeHtml(lesson.id)}">
<button type="submit">Yes, go back</button></form>
<nav><a href="?${SECTION}=${encodeURIComponent(lesson.id)}">No, keep it</a></nav>`,
    room.sender,
  );
}

/** Why no link or form holds the token: they go back to the page's own address. */
function page(title: string, body: string, sender: string | null): string {
  const by = sender ? `<small>A class by ${escapeHtml(sender)}</small>` : '';
  return htmlPage({ language: 'en', title, style: STYLE, body: `${body}\n${by}` });
}

function overview({ title, sections, doneCount }: ClassRoom): string {
  const next = sections.find(({ isDone, isOpen }) => isOpen && !isDone);
  const parts = [...new Set(sections.map(({ part }) => part))];
  const lists = parts.map((part) => {
    const rows = sections.filter((one) => one.part === part).map(row);
    return `${part === null ? '' : `<h2>${escapeHtml(part)}</h2>\n`}<ol class="sections">\n${rows.join('\n')}\n</ol>`;
  });
  const way = next
    ? `<nav><a href="?${SECTION}=${encodeURIComponent(next.id)}">${doneCount === 0 ? 'Begin' : 'Go on'}: ${escapeHtml(next.title)}</a></nav>`
    : '<p>You are through. Well done!</p>';
  return `<h1>${escapeHtml(title)}</h1>
${progressOf(doneCount, sections.length)}
${way}
${lists.join('\n')}`;
}

function progressOf(done: number, total: number): string {
  return `<p><progress value="${done}" max="${total}" aria-label="Progress"></progress> ${done} of ${total} sections done</p>`;
}

function row({ id, title, isDone, isOpen }: RoomSection): string {
  const words = `${isDone ? '✓' : '○'} ${escapeHtml(title)}`;
  return isOpen
    ? `<li><a href="?${SECTION}=${encodeURIComponent(id)}">${words}</a></li>`
    : `<li><span>${words}</span></li>`;
}

function lessonBody(room: ClassRoom, lesson: RoomLesson): string {
  const { title, lesson: text, questions, prompts } = lesson;
  return `<nav><a href="?">← All sections</a></nav>
<h1>${escapeHtml(title)}</h1>
${markdownHtml(text)}
${questions.length === 0 ? '' : `<h2>Questions</h2>\n${questions.map((one, place) => question(lesson.id, one, place)).join('\n')}`}
${prompts.length === 0 ? '' : `<h2>Think about it</h2>\n${reflections(lesson.id, prompts)}`}
${endOf(room, lesson)}`;
}

function hidden(what: string, section: string): string {
  return `<input type="hidden" name="do" value="${what}"><input type="hidden" name="section" value="${escapeHtml(section)}">`;
}

function question(section: string, of: RoomQuestion, place: number): string {
  const name = escapeHtml(of.question);
  if (of.isOver) {
    const right = escapeHtml(of.options[of.right ?? 0] ?? '');
    const said = of.isRight ? `Right: ${right}` : `The answer is: ${right}`;
    return `<fieldset><legend>${name}</legend><p class="right">${said}</p></fieldset>`;
  }
  const options = of.options.map(
    (option, i) =>
      `<label><input type="radio" name="choice" value="${i}" required><span>${escapeHtml(option)}</span></label>`,
  );
  const hint = of.hint === null ? '' : `<p class="hint">Not quite. A hint: ${escapeHtml(of.hint)}</p>\n`;
  return `<form method="post">${hidden('answer', section)}<input type="hidden" name="question" value="${place}">
<fieldset><legend>${name}</legend>
${hint}${options.join('\n')}
<button type="submit">Answer (${of.triesLeft} ${of.triesLeft === 1 ? 'try' : 'tries'} left)</button></fieldset></form>`;
}

const RATINGS = ['1 - Very low', '2 - Low', '3 - Medium', '4 - High', '5 - Very confident'] as const;

function reflections(section: string, prompts: readonly RoomPrompt[]): string {
  const fields = prompts.map(({ text, kind, answer }, place) => {
    if (kind === 'words') {
      return `<label class="text">${escapeHtml(text)}<textarea name="a${place}" maxlength="4000">${escapeHtml(answer)}</textarea></label>`;
    }
    const options = RATINGS.map((rating) => {
      const checked = rating === answer ? ' checked' : '';
      return `<label><input type="radio" name="a${place}" value="${rating}"${checked}><span>${rating}</span></label>`;
    });
    return `<fieldset><legend>${escapeHtml(text)}</legend>\n${options.join('\n')}</fieldset>`;
  });
  return `<form method="post">${hidden('reflect', section)}
${fields.join('\n')}
<button type="submit" class="plain">Keep what I wrote</button></form>`;
}

function endOf({ sections }: ClassRoom, { id, isDone, mayFinish, next }: RoomLesson): string {
  if (isDone) {
    const on = sections.find((one) => one.id === next && one.isOpen);
    const way = on
      ? `<a class="next" href="?${SECTION}=${encodeURIComponent(on.id)}">Next: ${escapeHtml(on.title)}</a> `
      : '';
    return `<nav>${way}<a href="?${SECTION}=${encodeURIComponent(id)}&amp;${BACK}">Do this section anew</a></nav>`;
  }
  if (!mayFinish) return '<p>Answer the questions to finish the section.</p>';
  return `<form method="post">${hidden('finish', id)}<button type="submit">I am done with this section</button></form>`;
}
