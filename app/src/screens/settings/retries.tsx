/** How often and how long a message is tried again, by channel. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { Panel } from '../../parts/page.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** By channel. */
export type RetriesShown = Readonly<
  Record<string, { readonly waitsMinutes: readonly number[]; readonly giveUpHours: number }>
>;

/** The panel of them. */
export function Retries({ of }: { readonly of: RetriesShown }) {
  const { t } = useSettingWords();
  return (
    <Panel title={t('retries.title')}>
      <p className="line dim">{t('retries.says')}</p>
      <table className="plain stacks">
        <thead>
          <tr>
            <th scope="col">{t('retries.channel')}</th>
            <th scope="col">{t('retries.waits')}</th>
            <th scope="col">{t('retries.giveUp')}</th>
            <th scope="col">
              <span className="sr">{t('word.change')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(of).map(([channel, retries]) => (
            <Row key={channel} channel={channel} of={retries} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Row({ channel, of }: { readonly channel: string; readonly of: RetriesShown[string] }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [editing, setEditing] = useState(false);
  const waits = of.waitsMinutes.map((minutes) => `${String(minutes)}m`).join(', ');
  if (editing) return <Edit channel={channel} of={of} close={() => setEditing(false)} />;
  return (
    <tr>
      <td>{t(`limits.by.${channel as 'email'}`)}</td>
      <td data-label={t('retries.waits')}>{waits || t('retries.noSecond')}</td>
      <td data-label={t('retries.giveUp')}>{`${String(of.giveUpHours)}h`}</td>
      <td className="end">
        {may(ROLE.admin) && (
          <Button size="compact-xs" variant="subtle" onClick={() => setEditing(true)}>
            {t('word.change')}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface EditProps {
  readonly channel: string;
  readonly of: RetriesShown[string];
  close(): void;
}

function Edit({ channel, of, close }: EditProps) {
  const { t } = useSettingWords();
  const act = useAct();
  const [waits, setWaits] = useState(of.waitsMinutes.map((minutes) => `${String(minutes)}m`).join(','));
  const [giveUp, setGiveUp] = useState(`${String(of.giveUpHours)}h`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({
      call: (client) => client.workspace.setRetries({ channel: channel as 'email', waits: waits || 'none', giveUp }),
      ...{ done: t('word.saved'), then: close },
    });
  };
  return (
    <tr>
      <td>{t(`limits.by.${channel as 'email'}`)}</td>
      <td colSpan={3}>
        <form className="edit" onSubmit={submit}>
          <TextInput
            size="xs"
            autoFocus
            aria-label={t('retries.waits')}
            value={waits}
            onChange={(event) => setWaits(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            aria-label={t('retries.giveUp')}
            value={giveUp}
            onChange={(event) => setGiveUp(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" loading={act.busy}>
            {t('act.save')}
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
        </form>
      </td>
    </tr>
  );
}
