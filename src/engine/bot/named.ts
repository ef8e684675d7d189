/** Whether the words of a message name something that must be looked up for it. */
import type { Message } from '../../domain/message.ts';
import type { Engine } from '../engine.ts';

/** `name`: as it stands in a template, `buyer.`. */
export function templateNames(engine: Engine, { playbookHash, template: name }: Message, what: string): boolean {
  const template = engine.playbooks.get(playbookHash).playbook.templates[name];
  return template !== undefined && `${template.subject} ${template.text} ${template.html}`.includes(what);
}
