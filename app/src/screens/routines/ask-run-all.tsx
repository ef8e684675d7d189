/** Asked once before the whole pipeline runs: what it will do, stage by stage. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { CopyCurl } from '../../parts/curl.tsx';
import { useRoutineWords } from '../../words/routines.ts';
import type { Routine } from './did.ts';
import { callRunAll } from './run-all.tsx';
import { titleOf } from './title.ts';

interface AskRunAllProps {
  /** The stages in order. */
  readonly of: readonly Routine[];
  go(): void;
  close(): void;
}

/** The question. */
export function AskRunAll({ of, go, close }: AskRunAllProps) {
  const { t } = useRoutineWords();
  const run = () => {
    close();
    go();
  };
  return (
    <Modal opened onClose={close} title={t('routines.runAll')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Text size="sm">{t('routines.runAllSays')}</Text>
      <ol className="run-stages">
        {of.map(({ name, enabled }) => (
          <li key={name} className={enabled ? '' : 'dim'}>
            {titleOf(name, t)}
            {!enabled && ` (${t('routines.passedOver')})`}
          </li>
        ))}
      </ol>
      <Group justify="space-between" mt="md">
        <CopyCurl call={(client) => callRunAll(client)} />
        <Button data-autofocus onClick={run}>
          {t('routines.runAll')}
        </Button>
      </Group>
    </Modal>
  );
}
