/** Renders the templates of a playbook by name, keeping what is compiled. Owns the cache and its bound. */
import { LIMITS } from '../domain/limits.ts';
import type { Playbook, Template } from '../domain/playbook/playbook.ts';
import type { CompiledTemplate, PlaybookRenderer } from '../domain/playbook/rendering.ts';
import { compileTemplate } from './template.ts';

/** A mail without a word of its own: its footer is all there is. */
const NO_WORDS: Template = { name: '', channel: 'email', subject: '', text: '', html: null, hash: '' };

/** Least recently used first. */
const compiled = new Map<string, CompiledTemplate>();

function keep(key: string, template: CompiledTemplate): CompiledTemplate {
  compiled.delete(key);
  compiled.set(key, template);
  if (compiled.size > LIMITS.compiledTemplates) compiled.delete(compiled.keys().next().value!);
  return template;
}

/** A template is known by its hash and the footer's own words: two playbooks may share either. */
function keysOf({ templates, footer }: Playbook): ReadonlyMap<string, string> {
  const suffix = `\n${footer.text}\n${footer.html ?? ''}`;
  return new Map(Object.entries(templates).map(([name, template]) => [name, template.hash + suffix]));
}

/**
 * A renderer for one playbook. Templates are compiled when first used and shared by hash between playbooks and versions;
 * at most `LIMITS.compiledTemplates` are kept.
 */
export function rendererFor(playbook: Playbook): PlaybookRenderer {
  const keys = keysOf(playbook);
  const compiledFor = (name: string): CompiledTemplate => {
    const key = keys.get(name);
    if (key === undefined) throw new Error(`playbook ${playbook.name} has no template ${name}`);
    return keep(key, compiled.get(key) ?? compileTemplate(playbook.templates[name]!, { footer: playbook.footer }));
  };
  const footer = () => {
    const key = `\n${playbook.footer.text}\n${playbook.footer.html ?? ''}`;
    return keep(key, compiled.get(key) ?? compileTemplate(NO_WORDS, { footer: playbook.footer }));
  };
  return {
    render: (name, variables) => compiledFor(name).render(variables),
    refusal: (name, variables) => compiledFor(name).refusal(variables),
    footer: (variables) => footer().render(variables),
  };
}

/** How many compiled templates are held, for the test of the bound. */
export function compiledTemplateCount(): number {
  return compiled.size;
}
