/** Where the parts of a playbook lie in its files. */

/** The file that says what is sent, when. */
export const MAIN = 'playbook.yaml';
/** The file of a template’s text. */
export const fileOf = (name: string) => `templates/${name}.liquid`;
/** The file of its HTML. */
export const htmlOf = (name: string) => `templates/${name}.html.liquid`;
