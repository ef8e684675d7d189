/** A whole sequence made, copied, called otherwise or taken out: what names it, and who is in it, is told before. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { notice } from '../../../api/notices.ts';
import type { Edit } from '../../../editor/history.ts';
import type { SequenceView } from '../../../editor/model.ts';
import {
  type SequenceUse,
  sequenceAdded,
  sequenceCopied,
  sequenceFault,
  sequenceRemoved,
  sequenceRenamed,
  usesOfSequence,
} from '../../../editor/sequences.ts';
import type { Files } from '../../../editor/splice.ts';
import type { Desk } from '../desk.ts';
import { useMoves } from './moves.ts';
import { useSequenceWords } from './words.ts';

/** What is done to which. */
export interface ActsProps {
  readonly desk: Desk;
  /** The one that is looked at; undefined = there is none yet. */
  readonly sequence: SequenceView | undefined;
  close(): void;
}

const ACTS = ['new', 'copy', 'rename', 'remove'] as const;
type Act = (typeof ACTS)[number];

/** The acts, and the form of the one that was chosen. */
export function SequenceActs({ desk, sequence, close }: ActsProps) {
  const { t } = useSequenceWords();
  const [doing, setDoing] = useState<Act>('new');
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const isOnly = desk.view.sequences.length < 2;
  const done = (to: string, says: string, make: (files: Files) => Edit) => {
    desk.change({ kind: 'made', make });
    void go({ search: (before) => ({ ...before, sequence: to, step: '' }), replace: true });
    notice({ message: says, color: 'gray', closeButtonProps: { 'aria-label': t('act.close') } });
    close();
  };
  const of = sequence && { desk, sequence, done };
  return (
    <section className="panel sequence-acts" aria-label={t('sequence.acts')}>
      <Group gap={6} mb="sm">
        {ACTS.map((act) => (
          <Button
            key={act}
            size="compact-xs"
            variant={act === doing ? 'light' : 'default'}
            aria-pressed={act === doing}
            disabled={act !== 'new' && (!sequence || (act === 'remove' && isOnly))}
            onClick={() => setDoing(act)}
          >
            {t(`sequence.${act}`)}
          </Button>
        ))}
      </Group>
      {doing === 'new' && <Add desk={desk} done={done} />}
      {of && doing === 'copy' && <Copy {...of} />}
      {of && doing === 'rename' && <Rename {...of} />}
      {of && doing === 'remove' && <Remove {...of} />}
    </section>
  );
}

type Done = (to: string, says: string, make: (files: Files) => Edit) => void;

interface OneProps {
  readonly desk: Desk;
  readonly sequence: SequenceView;
  readonly done: Done;
}

function Add({ desk, done }: Omit<OneProps, 'sequence'>) {
  const { t } = useSequenceWords();
  return (
    <NameForm
      desk={desk}
      label={t('sequence.new')}
      go={t('sequence.make')}
      titled
      done={(name, title) => done(name, t('sequence.made', { name }), (files) => sequenceAdded(files, name, title))}
    >
      {t('sequence.newSays')}
    </NameForm>
  );
}

function Copy({ desk, sequence: { name: from }, done }: OneProps) {
  const { t } = useSequenceWords();
  return (
    <NameForm
      desk={desk}
      label={t('sequence.copy')}
      go={t('sequence.make')}
      titled
      done={(name, title) =>
        done(name, t('sequence.made', { name }), (files) => sequenceCopied(files, from, name, title))
      }
    >
      {t('sequence.copySays', { name: from })}
    </NameForm>
  );
}

function Rename({ desk, sequence, done }: OneProps) {
  const { t } = useSequenceWords();
  const { name } = sequence;
  const uses = useUses(desk, name);
  return (
    <NameForm
      desk={desk}
      of={name}
      label={t('sequence.rename')}
      go={t('sequence.rename')}
      done={(to) => done(to, t('sequence.renamed', { name, to }), (files) => sequenceRenamed(files, name, to))}
    >
      {uses.length > 0 && t('sequence.renameUses', { what: uses.map(({ says }) => says).join(', ') })}{' '}
      <InIt desk={desk} name={name} word="sequence.renameUnderWay" />
    </NameForm>
  );
}

/** Where what named it leads instead, where something does. */
const NOWHERE = '';

function Remove({ desk, sequence, done }: OneProps) {
  const { t } = useSequenceWords();
  const { name } = sequence;
  const uses = useUses(desk, name);
  const others = desk.view.sequences.filter((one) => one !== sequence);
  const mayBeNone = !uses.some(({ isSetting }) => isSetting);
  const [chosen, setInstead] = useState<string | null>(null);
  const instead = chosen ?? (mayBeNone ? NOWHERE : (others[0]?.name ?? NOWHERE));
  const remove = (event: FormEvent) => {
    event.preventDefault();
    const to = uses.length === 0 ? undefined : instead === NOWHERE ? null : instead;
    const next = to ?? others[0]?.name ?? '';
    done(next, t('sequence.removed', { name }), (files) => sequenceRemoved(files, name, to));
  };
  return (
    <form onSubmit={remove} aria-label={t('sequence.remove')}>
      <p className="small">
        {uses.length > 0
          ? t('sequence.removeUses', { what: uses.map(({ says }) => says).join(', ') })
          : t('sequence.unused')}{' '}
        <InIt desk={desk} name={name} word="sequence.removeUnderWay" />
      </p>
      <div className="test-send-line">
        {uses.length > 0 && (
          <NativeSelect
            size="xs"
            label={t('sequence.instead')}
            value={instead}
            onChange={(event) => setInstead(event.currentTarget.value)}
            data={[
              ...(mayBeNone ? [{ value: NOWHERE, label: t('sequence.nowhere') }] : []),
              ...others.map((one) => ({ value: one.name, label: one.title })),
            ]}
          />
        )}
        <Button size="xs" type="submit">
          {t('sequence.removeNow', { name })}
        </Button>
      </div>
      {uses.length > 0 && instead === NOWHERE && <p className="warn small">{t('sequence.nowhereSays')}</p>}
    </form>
  );
}

interface InItProps {
  readonly desk: Desk;
  readonly name: string;
  readonly word: 'sequence.renameUnderWay' | 'sequence.removeUnderWay';
}

/** Who is in it now: nobody is moved by its name, and nobody is left behind. */
function InIt({ desk, name, word }: InItProps) {
  const { t } = useSequenceWords();
  const moves = useMoves(desk);
  if (desk.campaign === undefined) return <>{t('moves.noCampaign')}</>;
  const one = moves?.sequences.find(({ sequence, to }) => sequence === name || to === name);
  if (moves === null) return null;
  return <>{t(word, { n: (one?.underWay ?? 0) + (one?.accounts ?? 0), joining: one?.joining ?? 0 })}</>;
}

interface UseTold {
  readonly says: string;
  readonly isSetting: boolean;
}

/** In words, each once. Files that cannot be read say so elsewhere. */
function useUses({ files }: Desk, name: string): readonly UseTold[] {
  const { t } = useSequenceWords();
  const told = (use: SequenceUse): UseTold => {
    const isSetting = use.path.includes('settings');
    if (use.kind === 'tier')
      return { isSetting, says: t('sequence.tier', { tier: t(`tier.${use.tier}` as 'tier.hot') }) };
    if (use.kind === 'setting') return { isSetting, says: t('sequence.setting', { name: use.setting }) };
    return { isSetting, says: use.file };
  };
  return [...new Map(usesIn(files, name).map((use) => [told(use).says, told(use)])).values()];
}

function usesIn(files: Files, name: string): readonly SequenceUse[] {
  try {
    return usesOfSequence(files, name);
  } catch {
    return [];
  }
}

interface NameFormProps {
  readonly desk: Desk;
  /** Name that it has. */
  readonly of?: string;
  readonly label: string;
  readonly go: string;
  /** Whether it is asked for a title, too. */
  readonly titled?: boolean;
  done(name: string, title: string): void;
  readonly children: ReactNode;
}

function NameForm({ desk, of = '', label, go, titled = false, done, children }: NameFormProps) {
  const { t } = useSequenceWords();
  const [name, setName] = useState(of);
  const [title, setTitle] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Whoever asked for the form types next.
  useEffect(() => field.current?.focus(), []);
  const isOpen = name === '' || name === of;
  const fault = isOpen ? null : sequenceFault(desk.view, name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isOpen && fault === null) done(name, title.trim());
  };
  return (
    <form onSubmit={submit} aria-label={label}>
      <p className="dim small">{children}</p>
      <div className="test-send-line">
        <TextInput
          size="xs"
          required
          withAsterisk={false}
          ref={field}
          label={t('sequence.name')}
          value={name}
          error={fault && t(`sequence.${fault}`)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {titled && (
          <TextInput
            size="xs"
            label={t('sequence.title')}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        )}
        <Button size="xs" type="submit" disabled={isOpen || fault !== null}>
          {go}
        </Button>
      </div>
    </form>
  );
}
