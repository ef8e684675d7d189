/** A group of which one condition must hold: each is shown, taken off and changed alone, and another one is added. */
import { Button, CloseButton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useListWords } from '../../words/lists.ts';
import { AskOne, type AskOneProps } from './ask-one.tsx';
import { anyOf, replaced, withMore } from './condition.ts';
import { useListFields } from './list-fields.ts';
import { partSaid } from './said.ts';

interface AskAnyProps extends Omit<AskOneProps, 'whole' | 'put' | 'joins'> {
  whole(text: string): string;
  put(text: string): void;
}

/** Its conditions, and the form of the one that was chosen. */
export function AskAny({ part, whole, put, ...of }: AskAnyProps) {
  const { t } = useListWords();
  const fields = useListFields(of.list);
  const parts = part?.any ?? [];
  const [at, setAt] = useState<number | null>(null);
  const isNew = at === parts.length;
  const chosen = at === null ? undefined : parts[at];
  const changed = (text: string) =>
    isNew ? withMore([{ text: anyOf(parts), any: parts }], text, '||') : anyOf(replaced(parts, at ?? 0, text));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('filter.parts')}
      </Text>
      <ul className="alternatives">
        {parts.map((one, n) => {
          const said = partSaid(one, fields, t);
          return (
            <li key={`${String(n)} ${one.text}`}>
              <button
                type="button"
                className="chip-button"
                title={one.text}
                aria-expanded={n === at}
                aria-label={t('filter.change', { name: said })}
                onClick={() => setAt(n === at ? null : n)}
              >
                <b className="clip">{said}</b>
              </button>
              <CloseButton
                size="xs"
                aria-label={t('filter.remove', { name: said })}
                onClick={() => put(anyOf(replaced(parts, n, '')))}
              />
            </li>
          );
        })}
      </ul>
      {at === null ? (
        <Button size="compact-sm" variant="default" onClick={() => setAt(parts.length)}>
          {t('filter.another')}
        </Button>
      ) : (
        <AskOne
          key={at}
          {...of}
          {...(chosen && { part: chosen })}
          whole={(text) => whole(changed(text))}
          put={(text) => put(changed(text))}
        />
      )}
    </Stack>
  );
}
