/** What everybody must know at once: that nothing leaves, since it is stopped, since another copy sends, or since the workspace is dry. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHandStop, IconTestPipe } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAct } from '../api/act.tsx';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import type { Word } from '../words/en.ts';
import { useWords } from '../words/words.tsx';
import { useInstance, useWorkspace } from './instance.ts';

/** A line above the screen; nothing where all is well and live. */
export function Banner() {
  const { t } = useWords();
  const { may } = useHere();
  const act = useAct();
  const instance = useInstance().data;
  const workspace = useWorkspace().data;
  const [halt] = instance?.halts ?? [];
  if (instance && !instance.sends) {
    return (
      <Line
        tone="bad"
        icon={<IconAlertTriangle size={16} />}
        says={`${instance.reason ?? ''} ${instance.remedy ?? ''}`}
      />
    );
  }
  if (halt) {
    const { channel, why, by } = halt as unknown as { channel: string | null; why: string; by: string };
    return (
      <Line
        tone="bad"
        icon={<IconHandStop size={16} />}
        says={t('banner.halted', {
          what: channel ? t(`channel.${channel}` as Word) : t('banner.all'),
          by,
          why: why || t('banner.noReason'),
        })}
      >
        {may(ROLE.operator) && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() =>
              act.run({
                call: (client) => client.halts.lift(channel ? ({ channel } as never) : {}),
                done: t('banner.lifted'),
              })
            }
          >
            {t('banner.lift')}
          </Button>
        )}
      </Line>
    );
  }
  if (workspace?.mode === 'dry')
    return <Line tone="dry" icon={<IconTestPipe size={16} stroke={1.5} />} says={t('banner.dry')} />;
  return null;
}

interface LineProps {
  readonly tone: 'bad' | 'dry';
  readonly icon: ReactNode;
  readonly says: string;
  readonly children?: ReactNode;
}

function Line({ tone, icon, says, children }: LineProps) {
  return (
    <div className={`banner banner-${tone}`} role="status">
      <span aria-hidden>{icon}</span>
      <span>{says}</span>
      {children}
    </div>
  );
}
