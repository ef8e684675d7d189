/** A campaign is changed in place: the form in front of the screen, whatever it holds; what became otherwise is counted. */
import { Button, Group, Modal, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useAct } from '../../../api/act.tsx';
import type { Call } from '../../../api/client.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import { useDraftWords } from '../../../words/draft.ts';

interface ChangeFormProps {
  readonly title: string;
  readonly says: string;
  readonly call: Call<{ readonly differences: readonly string[] }>;
  /** There is nothing to change yet. */
  readonly idle?: boolean;
  close(): void;
  readonly children: ReactNode;
}

/** It. */
export function ChangeForm({ title, says, call, idle = false, close, children }: ChangeFormProps) {
  const { t } = useDraftWords();
  const act = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run<{ readonly differences: readonly string[] }>({
      ...{ call, then: close },
      done: ({ differences }) => t('draft.changed', { n: differences.length }),
    });
  };
  return (
    <Modal opened size="lg" onClose={close} title={title} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          {says}
        </Text>
        {children}
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy} disabled={idle}>
            {t('draft.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
