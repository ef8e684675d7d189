/** Runs a row of missing-variable.md through the real renderer. */
import { compileTemplate } from '../src/render/template.ts';

interface Row {
  readonly template: string;
  readonly lead?: Readonly<Record<string, unknown>>;
}

/** `{text}` where the message is whole, `{missing}` where it is refused. */
export function run({ template, lead = {} }: Row): { readonly text?: string; readonly missing?: string } {
  const source = { name: 'row', channel: 'email', subject: 'S', text: template, html: null, hash: '' } as const;
  const result = compileTemplate(source, { footer: { text: '', html: '' } }).render({ lead } as never);
  if (!('refused' in result)) return { text: result.text.trimEnd() };
  return result.refused.variable === null ? {} : { missing: result.refused.variable };
}
