/** Who may log in here, and what each may do: invited, given another role, given a new password, taken out. */
import { Button, NativeSelect } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { DropMenu } from '../../parts/drop/drop-menu.tsx';
import { Once } from '../../parts/once.tsx';
import { Page } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { isAdminOfAll, ROLES } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

const Invite = lazy(() => import('./invite.tsx').then((found) => ({ default: found.Invite })));

type Person = Awaited<ReturnType<RekindleClient['users']['list']>>['users'][number];
type Role = Person['role'];

/** The screen. */
export function PeopleScreen() {
  const { t } = useSettingWords();
  const { leave, session } = useHere();
  const [adding, setAdding] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const asked = useAsk('people', {}, (client, how) => client.users.list({}, how));
  // Those of all workspaces are told to whoever is an admin of all.
  const others = useAsk('people', { everywhere: true }, (client, how) => client.users.list({ everywhere: true }, how), {
    enabled: isAdminOfAll(session),
  }).data;
  return (
    <Page
      title={t('settings.people')}
      says={t('people.says')}
      acts={
        asked.data && (
          <>
            <Button size="xs" variant="default" onClick={() => void leave(true)}>
              {t('people.leaveAll')}
            </Button>
            <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
              {t('people.invite')}
            </Button>
          </>
        )
      }
    >
      <Asked of={asked}>
        {({ users }) => (
          <table className="plain stacks">
            <thead>
              <tr>
                <th scope="col">{t('people.who')}</th>
                <th scope="col">{t('keys.role')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('people.given')}</th>
                <th scope="col">
                  <span className="sr">{t('act.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...(others?.users ?? []), ...users].map((one) => (
                <PersonRow key={`${one.email} ${String(one.workspace)}`} of={one} tell={setPassword} />
              ))}
            </tbody>
          </table>
        )}
      </Asked>
      {adding && <Invite close={() => setAdding(false)} tell={setPassword} />}
      {password !== null && (
        <Once
          title={t('people.password')}
          says={t('people.passwordSays')}
          secret={password}
          kept={t('word.kept')}
          close={() => setPassword(null)}
        />
      )}
    </Page>
  );
}

type Tell = (password: string | null) => void;

function PersonRow({ of, tell }: { readonly of: Person; readonly tell: Tell }) {
  const { t } = useSettingWords();
  const { session } = useHere();
  const act = useAct();
  const [asking, setAsking] = useState<'remove' | 'reset' | null>(null);
  const { email, name, role, workspace, givenAt, givenBy } = of;
  const everywhere = workspace === null;
  const mine = email === session.email;
  const set = (to: Role) =>
    act.run({
      call: (client) => client.users.add({ email, role: to, everywhere }),
      undo: (client) => client.users.add({ email, role, everywhere }),
      done: t('people.changed', { name: name || email, role: t(`role.${to}`) }),
    });
  const questions = questionsOf(t, of, tell);
  return (
    <tr>
      <td>
        <b>{name || email}</b>
        <span className="dim under">{email}</span>
      </td>
      <td data-label={t('keys.role')}>
        <NativeSelect
          size="xs"
          className="role-select"
          aria-label={t('people.roleOf', { name: name || email })}
          disabled={mine}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={role}
          onChange={(event) => set(event.currentTarget.value as Role)}
        />
      </td>
      <td data-label={t('people.where')}>{workspace ?? t('keys.everywhere')}</td>
      <td data-label={t('people.given')}>
        <When at={givenAt} />
        <span className="dim under">{givenBy}</span>
      </td>
      <td className="end">
        {!mine && (
          <DropMenu
            position="bottom-end"
            width={240}
            target={
              <Button size="compact-xs" variant="default" aria-label={t('connections.more', { name: email })}>
                <IconDots size={14} aria-hidden />
              </Button>
            }
          >
            {(Menu) => (
              <>
                <Menu.Item onClick={() => setAsking('reset')}>{t('people.reset')}</Menu.Item>
                <Menu.Item color="red" onClick={() => setAsking('remove')}>
                  {t('people.remove')}
                </Menu.Item>
              </>
            )}
          </DropMenu>
        )}
        {asking === 'reset' && <Confirm of={questions.reset} close={() => setAsking(null)} />}
        {asking === 'remove' && <Confirm of={questions.remove} close={() => setAsking(null)} />}
      </td>
    </tr>
  );
}

type T = ReturnType<typeof useSettingWords>['t'];

function questionsOf(t: T, { email, name, role, workspace }: Person, tell: Tell) {
  const everywhere = workspace === null;
  const reset: Question<{ readonly password: string | null; readonly sessionsEnded: number }> = {
    ...{ title: t('people.reset'), says: t('people.resetSays', { name: name || email }), go: t('people.reset') },
    ...{ grave: true, done: ({ sessionsEnded }) => t('people.wasReset', { n: sessionsEnded }) },
    call: () => (client) => client.users.reset({ email }),
    then: ({ password }) => tell(password),
  };
  const remove: Question = {
    ...{ title: t('people.remove'), says: t('people.removeSays', { name: name || email }), go: t('people.remove') },
    ...{ grave: true, done: t('word.removed') },
    call: () => (client) => client.users.remove({ email, everywhere }),
    undo: (client) => client.users.add({ email, role, everywhere, name }),
  };
  return { reset, remove };
}
