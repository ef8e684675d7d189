/** Connections of the workspace: how each stands, what mends it, and what can be done with it. Secrets go in and never come out. */
import { Button } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { DropMenu } from '../../parts/drop/drop-menu.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag, type Tone } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';
import { outcomeSays } from './outcome.ts';

const ConnectionForm = lazy(() => import('./connection-form.tsx').then((found) => ({ default: found.ConnectionForm })));

type Connection = Awaited<ReturnType<RekindleClient['connections']['list']>>['connections'][number];

/** The screen. */
export function ConnectionsScreen() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [adding, setAdding] = useState(false);
  const asked = useAsk('connections', {}, (client, how) => client.connections.list({}, how), { live: true });
  const add = may(ROLE.admin) && (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      {t('connections.add')}
    </Button>
  );
  return (
    <Page title={t('settings.connections')} says={t('connections.says')} acts={add}>
      <Asked of={asked}>
        {({ connections }) =>
          connections.length === 0 ? (
            <Empty title={t('connections.none')} says={t('connections.noneSays')}>
              {add}
            </Empty>
          ) : (
            <ul className="list">
              {connections.map((one) => (
                <ConnectionItem key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Asked>
      {adding && <ConnectionForm close={() => setAdding(false)} />}
    </Page>
  );
}

const TONES: Readonly<Record<string, Tone>> = { well: 'good', new: 'over', failing: 'bad' };

function ConnectionItem({ of }: { readonly of: Connection }) {
  const { t } = useSettingWords();
  const { name, provider, uses, state, settings, failure, successAt, checkedAt } = of;
  const told = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <b>{name}</b>
          <span className="dim">{provider}</span>
          <Tag tone={TONES[state] ?? 'waits'}>{t(`connection.${state}` as SettingWord) || state}</Tag>
        </div>
        <p className="dim small">{uses.map((use) => t(`use.${use}` as SettingWord) || use).join(', ')}</p>
        {told.length > 0 && <p className="small code-dim">{told.join(' · ')}</p>}
        {failure && (
          <p className="small">
            <span className="bad">{failure.says}</span> <When at={failure.at} />{' '}
            <span className="dim">{failure.remedy}</span>
          </p>
        )}
        {failure && (
          <p className="small">
            <Link to="/queue" search={{ state: 'held' }}>
              {t('connections.held')}
            </Link>
          </p>
        )}
      </div>
      <div className="item-side">
        <span className="dim small">
          {t('connections.worked')} <When at={successAt} />
        </span>
        <span className="dim small">
          {t('connections.checked')} <When at={checkedAt} />
        </span>
        <ConnectionActs of={of} />
      </div>
    </li>
  );
}

function ConnectionActs({ of: { name, provider } }: { readonly of: Connection }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [rotating, setRotating] = useState(false);
  const [removing, setRemoving] = useState(false);
  const says = outcomeSays(t('word.saved'), t('connections.works'), t('connections.fails'));
  const question: Question = {
    ...{ title: t('connections.removeTitle', { name }), says: t('connections.removeSays'), go: t('word.remove') },
    ...{ typed: name, grave: true, done: t('word.removed') },
    call: () => (client) => client.connections.remove({ connection: name, yes: true }),
  };
  if (!may(ROLE.operator)) return null;
  return (
    <div className="item-acts">
      <Button
        size="compact-xs"
        variant="default"
        loading={act.busy}
        onClick={() => act.run({ call: (client) => client.connections.test({ connection: name }), done: says })}
      >
        {t('connections.test')}
      </Button>
      {may(ROLE.admin) && (
        <DropMenu
          position="bottom-end"
          width={200}
          target={
            <Button size="compact-xs" variant="default" aria-label={t('connections.more', { name })}>
              <IconDots size={14} aria-hidden />
            </Button>
          }
        >
          {(Menu) => (
            <>
              <Menu.Item onClick={() => setRotating(true)}>{t('connections.rotate')}</Menu.Item>
              <Menu.Item color="red" onClick={() => setRemoving(true)}>
                {t('word.remove')}
              </Menu.Item>
            </>
          )}
        </DropMenu>
      )}
      {rotating && <ConnectionForm rotates={{ name, provider }} close={() => setRotating(false)} />}
      {removing && <Confirm of={question} close={() => setRemoving(false)} />}
    </div>
  );
}
