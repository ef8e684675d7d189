/** Runs a row of read-attribute.md: one attribute of a declared type, or the two built-in facts. */
import { readAttribute, readBudget, readTimeline } from '../src/domain/facts/attribute.ts';
import type { AttributeType } from '../src/domain/playbook/playbook.ts';

interface Row {
  readonly text?: string | number | boolean;
  readonly type?: AttributeType;
  readonly budget?: string;
  readonly timeline?: string;
}

export function run({ text, type, budget, timeline }: Row): Readonly<Record<string, unknown>> {
  if (type !== undefined) return { ...readAttribute(text === undefined ? undefined : String(text), type) };
  return {
    money: budget === undefined ? null : readBudget(budget),
    months: timeline === undefined ? null : readTimeline(String(timeline)),
  };
}
