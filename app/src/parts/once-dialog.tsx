/** A secret that is shown this once: to be copied, and gone when it is closed. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useWords } from '../words/words.tsx';
import type { OnceProps } from './once.tsx';

/** The secret, in front of the screen. */
export function OnceDialog({ title, says, secret, kept, close }: OnceProps) {
  const { t } = useWords();
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Text size="sm" component="div">
        {says}
      </Text>
      <pre className="code-block">{secret}</pre>
      <Group justify="space-between" mt="md">
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.5} />}
          onClick={() => clipboard.copy(secret)}
        >
          {clipboard.copied ? t('act.copied') : t('act.copy')}
        </Button>
        <Button onClick={close}>{kept}</Button>
      </Group>
    </Modal>
  );
}
