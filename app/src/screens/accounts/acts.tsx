/** What can be done with an account where it stands. What is for good is asked once more, by its name. */
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { MoreMenu } from '../../parts/drop/more-menu.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { GroupWords } from '../../words/group.tsx';
import type { AccountPage } from './account.tsx';

const Start = lazy(() => import('./start.tsx').then((found) => ({ default: found.Start })));

const OUTCOMES = ['meeting', 'deal', 'nurture', 'not-interested', 'no-answer', 'disqualified'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Its buttons. */
export function AccountActs({ of }: { readonly of: AccountPage }) {
  const { t } = useAccountWords();
  const { may } = useHere();
  const act = useAct();
  const [asking, setAsking] = useState<Question | null>(null);
  const [starting, setStarting] = useState(false);
  const { status } = of;
  const account = of.account.id;
  if (!may(ROLE.operator)) return null;
  const questions = questionsOf(t, account);
  const under = status === 'active' || status === 'paused';
  return (
    <>
      {status === 'active' && (
        <Button size="xs" variant="default" onClick={() => setAsking(questions.pause)}>
          {t('account.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          size="xs"
          loading={act.busy}
          onClick={() =>
            act.run({
              call: (client) => client.accounts.resume({ account }),
              undo: (client) => client.accounts.pause({ account }),
              done: t('account.resumed'),
            })
          }
        >
          {t('account.resume')}
        </Button>
      )}
      {!under && (
        <Button size="xs" onClick={() => setStarting(true)}>
          {t('account.start')}
        </Button>
      )}
      {under && <More t={t} questions={questions} ask={setAsking} active={status === 'active'} />}
      {asking && <Confirm of={asking} close={() => setAsking(null)} />}
      {starting && <Start account={account} close={() => setStarting(false)} />}
    </>
  );
}

type Questions = ReturnType<typeof questionsOf>;

interface MoreProps {
  readonly t: GroupWords<AccountWord>['t'];
  readonly questions: Questions;
  readonly active: boolean;
  ask(question: Question): void;
}

function More({ t, questions, active, ask }: MoreProps) {
  return (
    <MoreMenu>
      {(Menu) => (
        <>
          {active && <Menu.Item onClick={() => ask(questions.step)}>{t('account.step')}</Menu.Item>}
          <Menu.Label>{t('account.close')}</Menu.Label>
          {OUTCOMES.map((outcome) => (
            <Menu.Item key={outcome} onClick={() => ask(questions.close(outcome))}>
              {t(`outcome.${outcome}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => ask(questions.cancel)}>
            {t('account.cancel')}
          </Menu.Item>
        </>
      )}
    </MoreMenu>
  );
}

function questionsOf(t: GroupWords<AccountWord>['t'], account: string) {
  const why = t('account.reason');
  return {
    pause: {
      ...{ title: t('account.pause'), says: t('account.pauseSays'), go: t('account.pause'), why },
      done: t('account.paused'),
      call: (because: string) => (client) => client.accounts.pause({ account, why: because }),
      undo: (client) => client.accounts.resume({ account }),
    },
    step: {
      ...{ title: t('account.step'), says: t('account.stepSays'), go: t('account.step'), done: t('account.stepped') },
      call: () => (client) => client.accounts.step({ account, force: true }),
    },
    cancel: {
      ...{ title: t('account.cancel'), says: t('account.cancelSays'), go: t('account.cancel'), why },
      ...{ done: t('account.cancelled'), typed: account, grave: true },
      call: (because: string) => (client) => client.accounts.cancel({ account, why: because }),
    },
    close: (outcome: Outcome) => ({
      ...{ title: `${t('account.close')}: ${t(`outcome.${outcome}`)}`, says: t('account.closeSays'), why },
      ...{ go: t('account.close'), done: t('account.closed') },
      call: (because: string) => (client) => client.accounts.close({ account, outcome, why: because }),
    }),
  } satisfies { pause: Question; step: Question; cancel: Question; close: (outcome: Outcome) => Question };
}
