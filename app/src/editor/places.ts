/** Where the parts of a playbook lie in its files, and edits of several of them at once. */
import type { Edit } from './history.ts';
import { type Files, type Splice, spliced, spliceOf } from './splice.ts';

/** The file that says what is sent, when. */
export const MAIN = 'playbook.yaml';
/** Files of stories. */
export const STORY = /^scenarios\/[^/]+\.ya?ml$/;
/** The file of a template’s text. */
export const fileOf = (name: string) => `templates/${name}.liquid`;
/** The file of its HTML. */
export const htmlOf = (name: string) => `templates/${name}.html.liquid`;

/** The edit by which these files have these texts, in this order; null = it is gone. */
export function editOfTexts(files: Files, texts: Iterable<readonly [file: string, text: string | null]>): Edit {
  const splices: Splice[] = [];
  let now = files;
  for (const [file, text] of texts) {
    const splice = spliceOf(file, Object.hasOwn(now, file) ? (now[file] ?? null) : null, text);
    if (!splice) continue;
    splices.push(splice);
    now = spliced(now, splice);
  }
  return { splices, of: null };
}
