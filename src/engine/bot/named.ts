/** The template of a message that is about to leave: whether its words name what must be looked up, and what comes with it. */
import type { Message } from '../../domain/message.ts';
import type { Template } from '../../domain/playbook/playbook.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';

/** Whether the words of a message name it. `what`: as it stands in a template, `buyer.`. */
export function templateNames(engine: Engine, { playbookHash, template: name }: Message, what: string): boolean {
  const template = engine.playbooks.get(playbookHash).playbook.templates[name];
  return template !== undefined && `${template.subject} ${template.text} ${template.html}`.includes(what);
}

/** The template of an e-mail of a step; undefined for texts and calls, and for an answer that a person wrote: no files come with those. */
export function mailTemplateOf(engine: Engine, { message, answer }: ClaimedMessage): Template | undefined {
  if (message.channel !== 'email' || answer) return undefined;
  return engine.playbooks.get(message.playbookHash).playbook.templates[message.template];
}
