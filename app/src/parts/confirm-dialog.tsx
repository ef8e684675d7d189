/** Something that is asked once more before it is done: why, and, where it cannot be taken back, its name typed out. */
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../api/act.tsx';
import { useWords } from '../words/words.tsx';
import type { Question } from './confirm.tsx';
import { CopyCurl } from './curl.tsx';

/** The question, in front of the screen. */
export function ConfirmDialog({ of, close }: { readonly of: Question; close(): void }) {
  const { t } = useWords();
  const act = useAct();
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const { done, undo } = of;
  const call = of.call(why);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      ...{ call, done, ...(undo && { undo }) },
      then(answer: unknown) {
        close();
        of.then?.(answer);
      },
    });
  };
  return (
    <Modal opened onClose={close} title={of.title} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <Text size="sm" component="div">
          {of.says}
        </Text>
        {of.why !== undefined && (
          <TextInput
            mt="md"
            data-autofocus
            label={of.why}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        )}
        {of.typed !== undefined && (
          <TextInput
            mt="md"
            label={t('act.confirm', { name: of.typed })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button
            type="submit"
            color={of.grave ? 'red' : 'petrol'}
            disabled={of.typed !== undefined && typed !== of.typed}
            loading={act.busy}
          >
            {of.go}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
