/** What is said of an act that is done: the way back where there is one, and the curl command that does the same. */
import { Button, Group, Text } from '@mantine/core';
import type { Call, Standing } from '../api/client.ts';
import { useWords } from '../words/words.tsx';
import { CopyCurlAs } from './curl.tsx';

interface DoneProps {
  readonly says: string;
  readonly call: Call<unknown>;
  readonly standing: Standing;
  /** Absent = it cannot be taken back. */
  readonly undo: (() => void) | undefined;
}

/** In a notice. */
export function Done({ says, call, standing, undo }: DoneProps) {
  const { t } = useWords();
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm">{says}</Text>
      <Group gap={4} wrap="nowrap">
        {undo && (
          <Button size="compact-xs" variant="subtle" onClick={undo}>
            {t('act.undo')}
          </Button>
        )}
        <CopyCurlAs call={call} standing={standing} short />
      </Group>
    </Group>
  );
}
