/**
 * What parts of playbooks are called where people read: by our words where they come with Rekindle, else by their own names, made readable. What they are
 * called in the file stands in a hint beside it.
 */
import { useCallback } from 'react';
import { type NameWord, useNameWords } from '../words/names.ts';
import { readable } from './readable.ts';

/** What has a name in a playbook. */
export type Kind =
  | 'part'
  | 'rule'
  | 'variant'
  | 'signal'
  | 'sequence'
  | 'step'
  | 'template'
  | 'playbook'
  | 'say'
  | 'attribute';

/** A step that was given no id of its own: `email-14`; and the days of a lead bot: `day-7`. */
const BY_DAY = /^(email|sms|voice|task|wait|branch|hand-off|day)-(\d+)$/;

/** What a lead bot says, as a template of its own: of which talk, what, in which language, by which channel. */
const OF_BOT = /^bot-(?:seller|buyer)-(.+)-[a-z]{2}-(sms|email)$/;

/** Says names. */
export function useNames(): (kind: Kind, name: string) => string {
  const { t } = useNameWords();
  return useCallback(
    (kind, name) => {
      const known = t(`${kind}.${name}` as NameWord);
      if (known) return known;
      const [, what, by] = kind === 'template' ? (OF_BOT.exec(name) ?? []) : [];
      const said = what === undefined ? '' : t(`say.${what}` as NameWord);
      if (said) return t('name.said', { by: t(`name.${by}` as NameWord), what: said });
      const [, of, day] = kind === 'step' ? (BY_DAY.exec(name) ?? []) : [];
      if (of === undefined || day === undefined) return readable(name);
      return of === 'day' ? t('name.onDay', { day }) : t('name.day', { kind: t(`name.${of}` as NameWord), day });
    },
    [t],
  );
}
