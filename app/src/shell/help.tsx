/** The keys, made from the same table that they are heard by. */
import { Modal, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useWords } from '../words/words.tsx';
import { useActions } from './actions.tsx';
import { Keys } from './keys.tsx';

/** The sheet, while it is open. */
export function HelpSheet({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const { t } = useWords();
  const keyed = useActions().filter(({ keys }) => keys !== undefined);
  const groups = [...Map.groupBy(keyed, ({ group }) => group)];
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('help.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Text c="dimmed" size="sm" mb="md">
        {t('help.says')}
      </Text>
      <div className="help-groups">
        {groups.map(([group, actions]) => (
          <section key={group} aria-label={group}>
            <h2 className="help-group">{group}</h2>
            <dl className="help-keys">
              {actions.map((action) => (
                <Fragment key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    <Keys of={action} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
