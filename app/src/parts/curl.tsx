/** The same act for a program: copied, never sent. */
import { ActionIcon, Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconTerminal2 } from '@tabler/icons-react';
import type { Call, Standing } from '../api/client.ts';
import { curlOf } from '../api/curl.ts';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { Hint } from './hint.tsx';

interface CurlProps {
  readonly call: Call<unknown>;
  readonly short?: boolean;
}

/** Copies the curl command of a call. */
export function CopyCurl(props: CurlProps) {
  return <CopyCurlAs {...props} standing={useHere().standing} />;
}

/** The same where nobody is known, as in what is told in a corner. */
export function CopyCurlAs({ call, short = false, standing }: CurlProps & { readonly standing: Standing }) {
  const { t } = useWords();
  const clipboard = useClipboard({ timeout: 1_500 });
  const copy = async () => clipboard.copy((await curlOf(standing, call)) ?? '');
  const icon = clipboard.copied ? <IconCheck size={16} /> : <IconTerminal2 size={16} stroke={1.5} />;
  const label = clipboard.copied ? t('act.copied') : t('act.curl');
  if (!short) {
    return (
      <Button variant="subtle" color="gray" size="compact-sm" leftSection={icon} onClick={() => void copy()}>
        {label}
      </Button>
    );
  }
  return (
    <Hint label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => void copy()}>
        {icon}
      </ActionIcon>
    </Hint>
  );
}
