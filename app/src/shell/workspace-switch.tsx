/** Which workspace is looked at, and the way to another one. */
import { Badge, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useAsk } from '../api/ask.ts';
import { DropMenu } from '../parts/drop/drop-menu.tsx';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { useWorkspace } from './instance.ts';

/** A menu of them. */
export function WorkspaceSwitch() {
  const { t } = useWords();
  const { session, workspace, mayEverywhere } = useHere();
  const navigate = useNavigate();
  const mode = useWorkspace().data?.mode as string | undefined;
  const asked = { enabled: mayEverywhere(ROLE.viewer) };
  const told = useAsk('workspaces', {}, (client, how) => client.workspaces.list({}, how), asked).data?.workspaces;
  const own = new Set([workspace, ...session.roles.flatMap((role) => role.workspace ?? [])]);
  const all = told ?? [...own].sort().map((id) => ({ id }));
  const go = (ws: string) => void navigate({ to: '/', search: { ws } as never });
  return (
    <DropMenu
      width={200}
      position="bottom-start"
      target={
        <UnstyledButton className="workspace" aria-label={t('shell.workspace', { name: workspace })}>
          <span className="workspace-name">{workspace}</span>
          {mode && (
            <Badge size="sm" color={mode === 'dry' ? 'yellow' : 'green'}>
              {t(mode === 'dry' ? 'mode.dry' : 'mode.live')}
            </Badge>
          )}
          <IconSelector size={16} stroke={1.5} aria-hidden />
        </UnstyledButton>
      }
    >
      {(Menu) => (
        <>
          {all.map(({ id }) => (
            <Menu.Item key={id} onClick={() => go(id)} rightSection={id === workspace ? <IconCheck size={14} /> : null}>
              {id}
            </Menu.Item>
          ))}
        </>
      )}
    </DropMenu>
  );
}
