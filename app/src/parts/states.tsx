/** What stands where nothing can be shown: not yet, nothing, nothing that fits, not allowed, not reached. Each says what to do next. */
import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconCloudOff, IconInbox, IconLock, IconSearchOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { RekindleError } from '../api/client.ts';
import { toldOf } from '../api/told.ts';
import { useWords } from '../words/words.tsx';

/** Rows that are on their way. */
export function Loading({ rows = 8 }: { readonly rows?: number }) {
  const { t } = useWords();
  return (
    <div role="status" aria-label={t('state.loading')} className="loading">
      {Array.from({ length: rows }, (_, n) => (
        // biome keeps the order: these are all alike and never move.
        <Skeleton key={`row-${String(n)}`} height={18} width={`${String(92 - ((n * 17) % 40))}%`} radius="sm" />
      ))}
    </div>
  );
}

interface StateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly says?: ReactNode;
  readonly children?: ReactNode;
  /** 1 = it is all that the page has. */
  readonly order?: 1 | 2;
}

function State({ icon, title, says, children, order = 2 }: StateProps) {
  return (
    <Stack className="state" align="center" gap="xs">
      <span className="state-icon" aria-hidden>
        {icon}
      </span>
      <Title order={order} size="h4">
        {title}
      </Title>
      {says && (
        <Text c="dimmed" ta="center" maw={440}>
          {says}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** There is nothing yet; `children` is the one thing to do. */
export function Empty({ children, ...said }: Omit<StateProps, 'icon'>) {
  return (
    <State icon={<IconInbox size={28} stroke={1.5} />} {...said}>
      {children}
    </State>
  );
}

/** Nothing fits the filters. */
export function NoResult({ clear }: { readonly clear: () => void }) {
  const { t } = useWords();
  return (
    <State icon={<IconSearchOff size={28} stroke={1.5} />} title={t('state.noResult')} says={t('state.noResultSays')}>
      <Button variant="default" onClick={clear}>
        {t('state.clear')}
      </Button>
    </State>
  );
}

/** Not for this role. */
function NotAllowed({ says }: { readonly says?: string }) {
  const { t } = useWords();
  return (
    <State
      icon={<IconLock size={28} stroke={1.5} />}
      title={t('state.notAllowed')}
      says={says ?? t('state.notAllowedSays')}
    />
  );
}

/** It could not be had: why, under which request, and once more. What a role may not see is said as that. */
export function Failed({ error, again }: { readonly error: Error; readonly again: () => void }) {
  const { t } = useWords();
  const told = error instanceof RekindleError ? error : null;
  if (told?.status === 403) return <NotAllowed says={toldOf(told)} />;
  return (
    <State
      icon={<IconCloudOff size={28} stroke={1.5} />}
      title={t('state.failed')}
      says={told ? toldOf(told) : t('state.failedSays')}
    >
      <Button variant="default" onClick={again}>
        {t('state.again')}
      </Button>
      {told?.requestId && (
        <Text size="xs" c="dimmed">
          {t('state.request')} <code>{told.requestId}</code>
        </Text>
      )}
    </State>
  );
}
