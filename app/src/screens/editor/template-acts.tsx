/** Templates made, called otherwise and taken out; what uses one is said, and keeps it from being taken out. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { TemplateView } from '../../editor/model.ts';
import { nameFault, stepsUsing, templateAdded, templateRemoved, templateRenamed } from '../../editor/template-files.ts';
import { useEditorWords } from '../../words/editor.ts';
import { useEditorPartWords } from '../../words/editor-parts.ts';
import type { Desk } from './desk.ts';

interface ActsProps {
  readonly desk: Desk;
  readonly template: TemplateView;
}

/** The acts, and which steps use the template. */
export function TemplateActs({ desk, template: { name } }: ActsProps) {
  const { t } = useEditorPartWords();
  const [doing, setDoing] = useState<'new' | 'rename' | null>(null);
  const go = useGo();
  const uses = usesIn(desk, name);
  return (
    <div className="template-acts">
      <p className="dim small" id="template-uses">
        {uses.length > 0 ? t('template.usedBy', { what: uses.join(', ') }) : t('template.unused')}
      </p>
      {desk.mayEdit && (
        <Group gap={6} mb="sm">
          <Button size="compact-xs" variant="default" onClick={() => setDoing(doing === 'new' ? null : 'new')}>
            {t('template.new')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setDoing(doing === 'rename' ? null : 'rename')}>
            {t('template.rename')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={uses.length > 0}
            aria-describedby="template-uses"
            onClick={() => {
              desk.change({ kind: 'made', make: (files) => templateRemoved(files, name) });
              go('');
            }}
          >
            {t('template.remove')}
          </Button>
        </Group>
      )}
      {doing === 'new' && <NewTemplate desk={desk} />}
      {doing === 'rename' && (
        <NameForm
          desk={desk}
          of={name}
          label={t('template.rename')}
          done={(to) => {
            desk.change({ kind: 'made', make: (files) => templateRenamed(files, name, to) });
            go(to);
          }}
        />
      )}
    </div>
  );
}

/** Files that cannot be read say so elsewhere. */
function usesIn({ files }: Desk, name: string): readonly string[] {
  try {
    return stepsUsing(files, name).map(({ says }) => says);
  } catch {
    return ['playbook.yaml'];
  }
}

function useGo(): (template: string) => void {
  const go = useNavigate({ from: '/playbooks/$playbook' });
  return (template) => void go({ search: (before) => ({ ...before, template }) });
}

/** Makes one. */
export function NewTemplate({ desk }: Pick<ActsProps, 'desk'>) {
  const { t } = useEditorPartWords();
  const kinds = useEditorWords();
  const [channel, setChannel] = useState('email');
  const go = useGo();
  return (
    <NameForm
      desk={desk}
      of=""
      label={t('template.make')}
      done={(name) => {
        desk.change({ kind: 'made', make: (files) => templateAdded(files, name, channel) });
        go(name);
      }}
    >
      <NativeSelect
        size="xs"
        label={t('template.channel')}
        value={channel}
        onChange={(event) => setChannel(event.currentTarget.value)}
        data={(['email', 'sms', 'voice'] as const).map((value) => ({ value, label: kinds.t(`kind.${value}`) }))}
      />
    </NameForm>
  );
}

interface NameFormProps {
  readonly desk: Desk;
  /** Name that it has. */
  readonly of: string;
  readonly label: string;
  done(name: string): void;
  readonly children?: React.ReactNode;
}

function NameForm({ desk, of, label, done, children }: NameFormProps) {
  const { t } = useEditorPartWords();
  const [name, setName] = useState(of);
  const fault = name === '' || name === of ? null : nameFault(desk.files, name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== of && fault === null) done(name);
  };
  return (
    <form className="test-send-line" onSubmit={submit} aria-label={label}>
      <TextInput
        size="xs"
        required
        withAsterisk={false}
        label={t('template.name')}
        value={name}
        error={fault && t(`template.${fault}`)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {children}
      <Button size="xs" type="submit" disabled={name === '' || name === of || fault !== null}>
        {label}
      </Button>
    </form>
  );
}
