/** What can be done with an account where it stands. What is for good is asked once more, by its name. */
import { Button, Menu, Modal, Select } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type AccountWord, useAccountWords } from '../../words/accounts.ts';
import type { GroupWords } from '../../words/group.tsx';
import type { AccountPage } from './account.tsx';

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
      {under && <More t={t} questions={questions} ask={setAsking} active={status === 'active'} />}
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
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label={t('act.more')}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
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

/** In which campaign; what stands against it there is told before. */
function Start({ account, close }: { readonly account: string; close(): void }) {
  const { t } = useAccountWords();
  const act = useAct();
  const [campaign, setCampaign] = useState<string | null>(null);
  const rows = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  const check = useAsk(
    'account check',
    { account, campaign },
    (client, how) => client.accounts.check({ account, campaign: campaign ?? '' }, how),
    { enabled: campaign !== null },
  );
  const call: Question['call'] = () => (client) => client.accounts.start({ account, campaign: campaign ?? '' });
  return (
    <Modal opened onClose={close} title={t('account.startIn')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Select
        label={t('account.campaign')}
        data={rows.filter(({ state }) => state === 'live').map(({ id, name }) => ({ value: id, label: name }))}
        value={campaign}
        onChange={setCampaign}
        error={campaign !== null && check.error ? check.error.message : null}
      />
      {campaign !== null && check.data && !check.error && (
        <div className="line told">
          {t(check.data.goesOn ? 'account.checked' : 'account.checkedPaused')}
          {check.data.conflicts.map(({ kind, says, leadId }) => (
            <span className="dim under" key={`${kind} ${String(leadId)}`}>
              {says}
            </span>
          ))}
        </div>
      )}
      <div className="modal-acts">
        {campaign !== null && <CopyCurl call={call('')} />}
        <Button
          disabled={campaign === null || check.error !== null}
          loading={act.busy}
          onClick={() => act.run({ call: call(''), done: t('account.started'), then: close })}
        >
          {t('account.start')}
        </Button>
      </div>
    </Modal>
  );
}
