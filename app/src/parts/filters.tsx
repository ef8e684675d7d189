/** Filters: a search field and chips. What is chosen stands in the address, by the very words that the API takes. */
import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useOffer } from '../shell/actions.tsx';
import { useWords } from '../words/words.tsx';
import { DropMenu } from './drop/drop-menu.tsx';

/** Something that may be chosen. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** How many there are; absent = not known. */
  readonly count?: number | undefined;
}

interface ChipProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  set(value: string | undefined): void;
}

/** A chip that opens a list, and is taken off by its cross. */
export function FilterChip({ label, value, options, set }: ChipProps) {
  const { t, number } = useWords();
  const chosen = options.find((option) => option.value === value);
  return (
    <span className={value === undefined ? 'chip' : 'chip chip-set'}>
      <DropMenu
        position="bottom-start"
        width={220}
        target={
          <button type="button" className="chip-button">
            {label}
            {value !== undefined && <b>{chosen?.label ?? value}</b>}
            {value === undefined && <IconChevronDown size={14} stroke={1.5} aria-hidden />}
          </button>
        }
      >
        {(Menu) => (
          <>
            {options.map((option) => (
              <Menu.Item
                key={option.value}
                onClick={() => set(option.value)}
                fw={option.value === value ? 650 : 400}
                rightSection={
                  option.count === undefined ? null : <span className="dim num">{number(option.count)}</span>
                }
              >
                {option.label}
              </Menu.Item>
            ))}
          </>
        )}
      </DropMenu>
      {value !== undefined && (
        <CloseButton size="xs" aria-label={t('filter.remove', { name: label })} onClick={() => set(undefined)} />
      )}
    </span>
  );
}

/** Milliseconds after the last letter before it is asked. */
const SETTLE_MS = 200;

/** A field that searches as one types; `/` leads to it. */
export function SearchField({
  value,
  set,
  label,
}: {
  readonly value: string;
  readonly label: string;
  set(value: string): void;
}) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => set(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, value, set]);
  const actions = useMemo(
    () => [{ id: 'search', label, group: t('help.list'), keys: '/', quiet: true, run: () => field.current?.focus() }],
    [label, t],
  );
  useOffer(actions);
  return (
    <TextInput
      ref={field}
      className="search-field"
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} stroke={1.5} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      // What was typed counts at once: a search that is asked later would lead back from where somebody has gone meanwhile.
      onBlur={() => {
        if (text !== value) set(text);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The browser would empty the field.
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}

/** Takes all of them off. */
export function ClearFilters({ clear }: { readonly clear: () => void }) {
  const { t } = useWords();
  return (
    <Button size="compact-xs" variant="subtle" color="gray" onClick={clear}>
      {t('state.clear')}
    </Button>
  );
}
