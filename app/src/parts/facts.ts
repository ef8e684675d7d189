/** Facts under reasons in the words of whoever reads them. What people and providers wrote stands as it is. */
import { useCallback } from 'react';
import type { Word } from '../words/en.ts';
import { type FactWord, useFactWords } from '../words/facts.ts';
import { type Kind, useNames } from './names.ts';
import { readable } from './readable.ts';

/** A fact, said. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** What it is in the reason, where that is something else: a name to look for. */
  readonly code: string | null;
  /** ISO 8601 where it is a moment. */
  readonly at: string | null;
}

/** What a passage remembers for later, which tells nobody anything. */
const REMEMBERED: ReadonlySet<string> = new Set(['due', 'waits', 'dueBefore', 'touchedBefore']);

/** Facts whose values are parts of a playbook. */
const PARTS: Readonly<Record<string, Kind>> = {
  ...{ sequence: 'sequence', step: 'step', variant: 'variant', part: 'part', rule: 'rule', signal: 'signal' },
};

/** Facts whose values have words in a group of their own; */
const GROUPS: Readonly<Record<string, 'channel' | 'basis' | 'tier' | 'is'>> = {
  ...{ channel: 'channel', way: 'channel', basis: 'basis', tier: 'tier', stage: 'is' },
};
/** and those whose values are words of ours, where they are not what somebody wrote. */
const OURS: ReadonlySet<string> = new Set([
  ...['also', 'because', 'before', 'blame', 'breaker', 'by', 'cap', 'conversation', 'fit', 'half', 'intent', 'keyword'],
  ...['kind', 'outcome', 'questions', 'read', 'setting', 'stall', 'to', 'what'],
]);
/** Several of them in one text. */
const SEVERAL: ReadonlySet<string> = new Set(['also', 'questions']);

const ATTRIBUTE = /\battributes\.(\w+)/g;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;

type Given = Readonly<Record<string, unknown>>;

/** Says the facts of a reason. */
export function useFacts(): (of: Given) => readonly Fact[] {
  const { t, number, language } = useFactWords();
  const names = useNames();
  return useCallback(
    (of) => {
      const said = (name: string, value: string): string => {
        if (MOMENT.test(value)) return inWords(value, language, { dateStyle: 'medium', timeStyle: 'short' });
        if (DAY.test(value)) return inWords(value, language, { dateStyle: 'medium', timeZone: 'UTC' });
        // An unknown attribute, as a condition names it.
        if (name === 'why') return value.replace(ATTRIBUTE, (_, of: string) => names('attribute', of));
        const part = PARTS[name];
        if (part !== undefined) return names(part, value);
        const group = GROUPS[name];
        if (group === undefined && !OURS.has(name)) return value;
        if (SEVERAL.has(name) && value.includes(', '))
          return value
            .split(', ')
            .map((one) => said(name, one))
            .join(', ');
        return (group && t(`${group}.${value}` as Word)) || t(`value.${value}` as FactWord) || value;
      };
      const shown = Object.entries(of).filter(
        ([name, value]) => value !== null && value !== '' && !REMEMBERED.has(name),
      );
      return shown.map(([name, value]): Fact => {
        const called = t(`fact.${name}` as FactWord) || readable(name);
        if (typeof value === 'number') return { name: called, value: number(value), code: null, at: null };
        if (typeof value === 'boolean')
          return { name: called, value: t(value ? 'value.yes' : 'value.no'), code: null, at: null };
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        const words = said(name, text);
        return { name: called, value: words, code: words === text ? null : text, at: MOMENT.test(text) ? text : null };
      });
    },
    [t, number, language, names],
  );
}

function inWords(text: string, language: string, how: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Intl.DateTimeFormat(language, how).format(at);
}
