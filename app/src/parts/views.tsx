/** Saved views: what is asked of a list, under a name; kept by the instance, for oneself or for all who work in the workspace. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash, IconUsers } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useAct } from '../api/act.tsx';
import { useAsk } from '../api/ask.ts';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import { useListWords } from '../words/lists.ts';
import { DropMenu } from './drop/drop-menu.tsx';

type ViewWords = Readonly<Record<string, string | undefined>>;

interface View {
  readonly name: string;
  readonly where: string;
  readonly sort: string;
  readonly words: Readonly<Record<string, string>>;
  readonly shared: boolean;
}

interface ViewsProps {
  readonly list: 'lead' | 'message' | 'enrollment' | 'account';
  /** What the address says: `where`, `sort`, and the flags of the list. */
  readonly words: ViewWords;
  go(words: ViewWords): void;
}

const same = (a: ViewWords, b: ViewWords) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
const tidy = (words: ViewWords) =>
  Object.entries(words)
    .filter(([name, value]) => value !== undefined && value !== '' && name !== 'ws')
    .sort(([a], [b]) => (a < b ? -1 : 1)) as [string, string][];

/** As the address says it. */
function wordsOf({ where, sort, words }: View): ViewWords {
  return Object.fromEntries(tidy({ ...words, where, sort }));
}

/** A menu of views; a dot says that what is seen is in none of them. */
export function Views({ list, words, go }: ViewsProps) {
  const { t } = useListWords();
  const { may } = useHere();
  const { run } = useAct();
  const views = (useAsk('views', { list }, (client, how) => client.views.list({ list }, how)).data?.views ??
    []) as unknown as readonly View[];
  const here = views.find((view) => same(wordsOf(view), words));
  const unsaved = here === undefined && tidy(words).length > 0;
  return (
    <DropMenu
      width={260}
      position="bottom-start"
      target={
        <Button size="xs" variant="default" leftSection={<IconBookmark size={14} stroke={1.5} />}>
          {here?.name ?? t('views.all')}
          {unsaved && (
            <span className="unsaved" title={t('views.unsaved')} role="img" aria-label={t('views.unsaved')} />
          )}
        </Button>
      }
    >
      {(Menu) => (
        <>
          <Menu.Item onClick={() => go({})}>{t('views.all')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={`${String(view.shared)} ${view.name}`}
              fw={view === here ? 650 : 400}
              rightSection={view.shared && <IconUsers size={14} stroke={1.5} aria-label={t('views.shared')} />}
              onClick={() => go(wordsOf(view))}
            >
              {view.name}
            </Menu.Item>
          ))}
          {may(ROLE.operator) && <Menu.Divider />}
          {may(ROLE.operator) && <SaveView list={list} words={words} />}
          {may(ROLE.operator) && here && (
            <Menu.Item
              leftSection={<IconTrash size={14} stroke={1.5} />}
              onClick={() =>
                run({
                  call: (client) => client.views.delete({ name: here.name, list, shared: here.shared }),
                  undo: (client) => client.views.save({ ...saved(here.name, list, words), shared: here.shared }),
                  done: t('views.removed', { name: here.name }),
                })
              }
            >
              {t('views.remove', { name: here.name })}
            </Menu.Item>
          )}
        </>
      )}
    </DropMenu>
  );
}

function saved(name: string, list: ViewsProps['list'], words: ViewWords) {
  const { where = '', sort = '', ...flags } = Object.fromEntries(tidy(words)) as Record<string, string>;
  return { name, list, where, sort, words: flags };
}

function SaveView({ list, words }: Pick<ViewsProps, 'list' | 'words'>) {
  const { t } = useListWords();
  const { run } = useAct();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const called = name.trim();
    if (called === '') return;
    run({
      call: (client) => client.views.save({ ...saved(called, list, words), shared }),
      done: t('views.saved', { name: called }),
    });
    setName('');
  };
  return (
    <form className="view-form" onSubmit={save}>
      <TextInput
        size="xs"
        aria-label={t('views.name')}
        placeholder={t('views.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" variant="light">
        {t('views.save')}
      </Button>
      <Checkbox
        size="xs"
        label={t('views.share')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
    </form>
  );
}
