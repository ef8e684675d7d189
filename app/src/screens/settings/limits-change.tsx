/** A limit where it stands: as it is, and while it is changed. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** Limits by their names in the operation, as they are typed; `none` switches one off. */
export type Said = Readonly<Record<string, string>>;

/** Sets limits, in place of what they were before. `called`: what they are, for whoever is told of it. */
export function useSetLimits(called: string) {
  const { t } = useSettingWords();
  const { run, busy } = useAct();
  const set = (to: Said, before: Said, more: Pick<Act, 'then' | 'refused'> = {}) =>
    run({
      call: (client) => client.workspace.setLimits({ set: to }),
      undo: (client) => client.workspace.setLimits({ set: before }),
      done: t('limits.changed', { name: called }),
      ...more,
    });
  return { set, busy };
}

/** What is typed, or chosen where there are a few answers. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string | number;
  readonly placeholder?: string;
  /** It is no number. */
  readonly isText?: true;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

interface ChangeProps {
  /** What it is, for those who hear it. */
  readonly called: string;
  readonly shown: ReactNode;
  readonly fields: readonly Field[];
  /** True = what is shown is itself what is pressed. */
  readonly bare?: boolean;
  /** What switches it off; absent = it cannot be, or is off. */
  readonly off?: Said;
  readonly before: Said;
  /** What is set by what was typed. */
  set(typed: Said): Said;
}

/** What the instance says of a limit by its name, by what it is called here: each problem begins with one. */
function inWords(message: string, fields: readonly Field[]): string {
  return message.replace(/(^|; )([\w.]+)/g, (all, before: string, word: string) => {
    const field = fields.find(({ name }) => name === word);
    return field ? `${before}${field.label}` : all;
  });
}

/** With either mark for tenths, and a sign of percent after it; empty is one as well. */
function isNumber(typed: string): boolean {
  return /^\s*(?:[0-9]+(?:[.,][0-9]+)?\s*%?)?\s*$/.test(typed);
}

/** Shown, with a way to change it for whoever may. */
export function Change({ called, shown, fields, bare = false, off, before, set }: ChangeProps) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const limits = useSetLimits(called);
  const [wrong, setWrong] = useState('');
  const [said, setSaid] = useState<Said | null>(null);
  const close = () => {
    setSaid(null);
    setWrong('');
  };
  const save = (to: Said) =>
    limits.set(to, before, {
      then: close,
      refused({ message, remedy }) {
        setWrong(`${inWords(message, fields)} ${remedy}`);
        return true;
      },
    });
  const open = () => setSaid(Object.fromEntries(fields.map(({ name, value }) => [name, String(value)])));
  if (said === null) {
    const button = (
      <Button
        size="compact-xs"
        variant={bare ? 'default' : 'subtle'}
        aria-label={t('limits.change', { name: called })}
        onClick={open}
      >
        {bare ? shown : t('word.change')}
      </Button>
    );
    if (!may(ROLE.admin)) return shown;
    if (bare) return button;
    return (
      <span className="field-value limit-shown">
        <span>{shown}</span> {button}
      </span>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const odd = fields.some(({ name, choices, isText }) => !choices && !isText && !isNumber(said[name] ?? ''));
    if (odd) setWrong(t('limits.odd'));
    else save(set(said));
  };
  const single = fields.length === 1;
  return (
    <form
      className="edit limit-edit"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      {fields.map(({ name, label, placeholder = '', choices, isText }, at) => {
        const common = {
          ...{ size: 'xs' as const, autoFocus: at === 0, value: said[name] ?? '' },
          ...(single ? { 'aria-label': label } : { label }),
          error: wrong !== '' && single,
          onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
            setSaid({ ...said, [name]: event.currentTarget.value }),
        };
        return choices ? (
          <NativeSelect key={name} {...common} data={[...choices]} />
        ) : (
          <TextInput key={name} {...common} placeholder={placeholder} inputMode={isText ? 'text' : 'decimal'} />
        );
      })}
      {wrong !== '' && (
        <p className="limit-wrong" role="alert">
          {wrong}
        </p>
      )}
      <Button size="xs" type="submit" loading={limits.busy}>
        {t('act.save')}
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        {t('act.cancel')}
      </Button>
      {off && (
        <Button size="xs" variant="subtle" color="red" onClick={() => save(off)}>
          {t('word.switchOff')}
        </Button>
      )}
    </form>
  );
}
