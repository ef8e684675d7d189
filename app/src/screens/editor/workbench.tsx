/** The workbench of one playbook: its steps, its words, what is wrong with it and what would change. Everything done here can be taken back. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { notice } from '../../api/notices.ts';
import { MAIN } from '../../editor/places.ts';
import type { Files } from '../../editor/splice.ts';
import { Loading } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useEditorWords } from '../../words/editor.ts';
import { type Desk, useDesk } from './desk.ts';
import { Steps } from './steps.tsx';

const Publish = lazy(() => import('./publish.tsx').then((found) => ({ default: found.Publish })));
const Templates = lazy(() => import('./templates.tsx').then((found) => ({ default: found.Templates })));
const Rules = lazy(() => import('./rules/rules.tsx').then((found) => ({ default: found.Rules })));

/** What a check found. */
export type Check = NonNullable<ReturnType<typeof useCheck>>;

const CHECK_AFTER_MS = 500;

interface WorkbenchProps {
  readonly playbook: string;
  readonly campaign: string | undefined;
  readonly files: Files;
  readonly revision: number;
}

/** The bench. */
export function Workbench({ playbook, campaign, files, revision }: WorkbenchProps) {
  const { t } = useEditorWords();
  const { may } = useHere();
  const desk = useDesk({ playbook, campaign, files, revision, mayEdit: may(ROLE.manager) });
  const check = useCheck(desk);
  const { part = 'steps' } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  useBenchActions(desk);
  const left = useTaken(desk);
  const count = check?.findings.length ?? 0;
  return (
    <>
      <div className="bench-bar">
        <SegmentedControl
          size="xs"
          aria-label={t('editor.part')}
          value={part}
          onChange={(next) => void go({ search: (before) => ({ ...before, part: next }) })}
          data={[
            { value: 'steps', label: t('editor.steps') },
            { value: 'templates', label: t('editor.words') },
            { value: 'rules', label: t('editor.rules') },
            { value: 'publish', label: `${t('editor.publishing')}${count > 0 ? ` (${String(count)})` : ''}` },
          ]}
        />
        {desk.mayEdit && <BenchActs desk={desk} />}
      </div>
      {left.length > 0 && (
        <p className="warn small" role="status">
          {t('editor.notTaken', { what: left.join(', ') })}
        </p>
      )}
      {(desk.fault ?? desk.view.fault) && <p className="bad small">{desk.fault ?? desk.view.fault}</p>}
      <Suspense fallback={<Loading />}>
        {part === 'templates' ? (
          <Templates desk={desk} />
        ) : part === 'rules' ? (
          <Rules desk={desk} findings={check?.findings ?? []} />
        ) : part === 'publish' ? (
          <Publish desk={desk} check={check} />
        ) : (
          <Steps desk={desk} findings={check?.findings ?? []} />
        )}
      </Suspense>
    </>
  );
}

/**
 * What a simulation tried, written into the files as one edit, once: the address names it no more after that. Gives the names of what could
 * not be.
 */
function useTaken({ files, mayEdit, change }: Desk): readonly string[] {
  const { t } = useEditorWords();
  const { take } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const [left, setLeft] = useState<readonly string[]>([]);
  const begun = useRef(false);
  useEffect(() => {
    if (take === undefined || !mayEdit || begun.current) return;
    begun.current = true;
    const put = async () => {
      const [{ taken }, { setOf }] = await Promise.all([
        import('../../editor/take.ts'),
        import('../simulation/set-words.ts'),
      ]);
      const made = taken(files, setOf(take));
      change({ kind: 'write', file: MAIN, text: made.text });
      setLeft(made.left);
      if (made.text === files[MAIN]) return;
      notice({
        message: t('editor.taken'),
        color: 'gray',
        closeButtonProps: { 'aria-label': t('act.close') },
      });
    };
    put().catch((error: unknown) => setLeft([String(error)]));
    void go({ search: ({ take: _, ...rest }) => rest, replace: true });
  }, [take, mayEdit, files, change, go, t]);
  return left;
}

/** What the instance says of the files as they are now, a moment after they were last changed. */
function useCheck({ files, playbook, campaign }: Desk) {
  const [settled] = useDebouncedValue(files, CHECK_AFTER_MS);
  const wish = { playbook, files: settled, ...(campaign && { campaign }) };
  return useAsk('draft check', wish, (client, how) => client.drafts.check(wish, how)).data;
}

function BenchActs({ desk }: { readonly desk: Desk }) {
  const { t } = useEditorWords();
  const act = useAct();
  const { playbook, files, revision, isSaved } = desk;
  const save = () =>
    act.run({
      call: (client) => client.drafts.save({ playbook, files, revision }),
      done: t('editor.saved'),
      then: (answer) => desk.saved(files, (answer as { readonly revision: number }).revision),
    });
  return (
    <Group gap={6}>
      <span className="dim small" role="status">
        {t(isSaved ? 'editor.asSaved' : 'editor.unsaved')}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!desk.canUndo}
        onClick={desk.undo}
        aria-label={t('editor.undo')}
      >
        <IconArrowBackUp size={16} />
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!desk.canRedo}
        onClick={desk.redo}
        aria-label={t('editor.redo')}
      >
        <IconArrowForwardUp size={16} />
      </Button>
      <Button size="compact-sm" disabled={isSaved} loading={act.busy} onClick={save}>
        {t('editor.save')}
      </Button>
    </Group>
  );
}

function useBenchActions({ undo, redo, mayEdit }: Desk): void {
  const { t } = useEditorWords();
  const actions = useMemo((): Action[] => {
    const group = t('nav.playbooks');
    if (!mayEdit) return [];
    return [
      { id: 'undo', label: t('editor.undo'), group, keys: 'Mod+Z', run: undo },
      { id: 'redo', label: t('editor.redo'), group, keys: 'Mod+Y', run: redo },
    ];
  }, [t, undo, redo, mayEdit]);
  useOffer(actions);
}
