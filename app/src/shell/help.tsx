/** The keys, made from the same table that they are heard by. */
import { Kbd, Modal, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useWords } from '../words/words.tsx';
import { type Action, useActions } from './actions.tsx';

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

/** Whether this machine writes ⌘ for Mod. */
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys of an act, as they are pressed. */
export function Keys({ of }: { readonly of: Pick<Action, 'keys'> }) {
  const keys = of.keys?.replace('Mod', IS_MAC ? '⌘' : 'Ctrl').split(/[ +]/) ?? [];
  return (
    <span className="keys">
      {keys.map((key) => (
        <Kbd key={key} size="xs">
          {key.length === 1 ? key.toUpperCase() : key}
        </Kbd>
      ))}
    </span>
  );
}
