/** One value of a lead, mended where it stands: saved only where nobody else was quicker, with their value beside it otherwise. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { readable } from '../../parts/readable.ts';
import { useHere } from '../../session/session.tsx';
import type { GroupWords } from '../../words/group.tsx';
import { type LeadWord, useLeadWords } from '../../words/leads.ts';

/** A value as it is typed and compared: a list by semicolons, nothing as an empty text. */
export function typedAs(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join('; ') : String(value);
}

/** A field’s name as people say it. */
export function fieldName(name: string, t: GroupWords<LeadWord>['t']): string {
  return t(`field.${name}` as LeadWord) || readable(name);
}

interface EditProps {
  readonly lead: string;
  /** As `lead change --set` names it. */
  readonly name: string;
  /** What it is called. */
  readonly called: string;
  /** What is seen when it is opened, as it is typed; the page around may be told another one later. */
  readonly before: string;
  close(): void;
}

/** The field; Enter saves, Escape leaves it as it was. */
export function EditField({ lead, name, called, before, close }: EditProps) {
  const { t } = useLeadWords();
  const { client } = useHere();
  const act = useAct();
  const [opened] = useState(before);
  const [value, setValue] = useState(opened);
  const [seen, setSeen] = useState(opened);
  const conflict = seen !== opened;
  const told = async () => {
    const page = (await client.leads.show({ lead })) as Record<string, unknown>;
    const attribute = /^attribute\.(.*)$/s.exec(name)?.[1];
    const attributes = page.attributes as Record<string, string>;
    setSeen(typedAs(attribute === undefined ? page[name] : attributes[attribute]));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() === opened.trim() && !conflict) {
      close();
      return;
    }
    let stands = value;
    act.run<{ readonly changes: readonly { readonly field: string; readonly to: string }[] }>({
      call: (one) => one.leads.change({ lead, set: { [name]: value }, seen: { [name]: seen } }),
      undo: (one) => one.leads.change({ lead, set: { [name]: seen }, seen: { [name]: stands } }),
      done: t('lead.changed', { name: called }),
      then({ changes }) {
        stands = changes.find(({ field }) => field.replace(/^attributes\./, 'attribute.') === name)?.to ?? value;
        close();
      },
      refused({ code }) {
        if (code !== 'changed-meanwhile') return false;
        void told();
        return true;
      },
    });
  };
  return (
    <form onSubmit={save} className="edit">
      <TextInput
        size="xs"
        autoFocus
        aria-label={called}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
        error={conflict ? t('lead.conflict', { theirs: seen }) : undefined}
      />
      <Button size="xs" type="submit" loading={act.busy}>
        {t(conflict ? 'act.saveOver' : 'act.save')}
      </Button>
    </form>
  );
}
