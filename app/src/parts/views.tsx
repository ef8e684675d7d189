/** Saved views: what is filtered, under a name, kept in this browser for each list and workspace. */
import { Button, Menu, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';

type ViewWords = Readonly<Record<string, string | undefined>>;

interface View {
  readonly name: string;
  readonly words: ViewWords;
}

interface ViewsProps {
  readonly list: string;
  readonly words: ViewWords;
  go(words: ViewWords): void;
}

const MOST_VIEWS = 50;
const same = (a: ViewWords, b: ViewWords) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
const tidy = (words: ViewWords) =>
  Object.entries(words)
    .filter(([name, value]) => value !== undefined && name !== 'ws')
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** A menu of views; a dot says that what is seen is in none of them. */
export function Views({ list, words, go }: ViewsProps) {
  const { t } = useWords();
  const { workspace } = useHere();
  const [views, setViews] = useLocalStorage<readonly View[]>({
    key: `rekindle-views-${workspace}-${list}`,
    defaultValue: [],
  });
  const [name, setName] = useState('');
  const here = views.find((view) => same(view.words, words));
  const unsaved = here === undefined && tidy(words).length > 0;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    const others = views.filter((view) => view.name !== name.trim());
    setViews([...others, { name: name.trim(), words: Object.fromEntries(tidy(words)) }].slice(-MOST_VIEWS));
    setName('');
  };
  return (
    <Menu width={260} position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconBookmark size={14} stroke={1.5} />}>
          {here?.name ?? t('views.all')}
          {unsaved && (
            <span className="unsaved" title={t('views.unsaved')} role="img" aria-label={t('views.unsaved')} />
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go({})}>{t('views.all')}</Menu.Item>
        {views.map((view) => (
          <Menu.Item key={view.name} fw={view === here ? 650 : 400} onClick={() => go(view.words)}>
            {view.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
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
        </form>
        {here && (
          <Menu.Item
            leftSection={<IconTrash size={14} stroke={1.5} />}
            onClick={() => setViews(views.filter((view) => view !== here))}
          >
            {t('views.remove', { name: here.name })}
          </Menu.Item>
        )}
        <Menu.Label>{t('views.kept')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
