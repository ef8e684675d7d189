/** Something that is asked once more before it is done: why, and, where it cannot be taken back, its name typed out. */
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Act, useAct } from '../api/act.tsx';
import { useWords } from '../words/words.tsx';
import { CopyCurl } from './curl.tsx';

/** What is asked. */
export interface Question<Answer = unknown> {
  readonly title: string;
  readonly says: ReactNode;
  /** On the button. */
  readonly go: string;
  readonly done: Act<Answer>['done'];
  /** Has to be typed; absent = nothing has to. */
  readonly typed?: string;
  /** Label of a field for the reason; absent = none is asked for. */
  readonly why?: string;
  /** It cannot be taken back. */
  readonly grave?: boolean;
  call(why: string): Act<Answer>['call'];
  undo?: Act['call'];
  then?(answer: Answer): void;
}

/** The question, in front of the screen. */
export function Confirm<Answer>({ of, close }: { readonly of: Question<Answer>; close(): void }) {
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
      then(answer: Answer) {
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
