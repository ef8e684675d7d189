/** Saved views: what is asked of a list, under a name; kept by the instance, for oneself or for all who work in the workspace. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconBookmark, IconHome, IconTrash, IconUsers } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useAct } from '../api/act.tsx';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';
import { useListWords } from '../words/lists.ts';
import { DropMenu } from './drop/drop-menu.tsx';
import { tidy, useViews, type View, type ViewedList, type ViewWords, wordsOf } from './views-told.ts';

interface ViewsProps {
  readonly list: ViewedList;
  /** What the address says: `where`, `sort`, and the flags of the list. */
  readonly words: ViewWords;
  go(words: ViewWords): void;
}

const same = (a: ViewWords, b: ViewWords) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));

/** A menu of views; a dot says that what is seen is in none of them. */
export function Views({ list, words, go }: ViewsProps) {
  const { t } = useListWords();
  const { may } = useHere();
  const { run } = useAct();
  const { views } = useViews(list);
  const here = views.find((view) => same(wordsOf(view), words));
  const unsaved = here === undefined && tidy(words).length > 0;
  const openWith = (view: View | undefined) => {
    const asked = (one: View | undefined) => ({ list, ...(one && { view: one.name, shared: one.shared }) });
    const before = views.find((one) => one.default);
    run({
      call: (client) => client.views.default(asked(view)),
      undo: (client) => client.views.default(asked(before)),
      done: view ? t('views.opensWith', { name: view.name }) : t('views.opensPlain'),
    });
  };
  // What is shown goes on from the view that the list opened with.
  const from = here ?? (unsaved ? views.find((view) => view.default) : undefined);
  return (
    <DropMenu
      width={260}
      position="bottom-start"
      target={
        <Button size="xs" variant="default" leftSection={<IconBookmark size={14} stroke={1.5} />}>
          {from?.name ?? t('views.all')}
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
              rightSection={
                <>
                  {view.default && <IconHome size={14} stroke={1.5} role="img" aria-label={t('views.opens')} />}
                  {view.shared && <IconUsers size={14} stroke={1.5} role="img" aria-label={t('views.shared')} />}
                </>
              }
              onClick={() => go(wordsOf(view))}
            >
              {view.name}
            </Menu.Item>
          ))}
          {here && <Menu.Divider />}
          {here && (
            <Menu.Item
              leftSection={<IconHome size={14} stroke={1.5} />}
              onClick={() => openWith(here.default ? undefined : here)}
            >
              {t(here.default ? 'views.openPlain' : 'views.openWith', { name: here.name })}
            </Menu.Item>
          )}
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
