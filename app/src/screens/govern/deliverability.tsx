/** How well mails arrive: what came back of each mailbox and domain against what stops it, warm-up, DNS; and what a person stopped. */
import { Button, NativeSelect } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useInstance } from '../../shell/instance.ts';
import { useSettingWords } from '../../words/settings.ts';
import '../ops.css';
import { type Examined, Symptoms } from '../settings/symptoms.tsx';

/** The screen. */
export function DeliverabilityScreen() {
  const { t } = useSettingWords();
  const asked = useAsk('senders', {}, (client, how) => client.senders.list({}, how), { live: true });
  return (
    <Page title={t('nav.senders')} says={t('senders.says')}>
      <Stops />
      <Asked of={asked}>
        {({ senders, days }) =>
          senders.length === 0 ? (
            <Empty title={t('senders.none')} says={t('senders.noneSays')} />
          ) : (
            <Panel title={t('senders.title')} beside={<span className="count">{t('senders.days', { n: days })}</span>}>
              <Senders of={senders} />
            </Panel>
          )
        }
      </Asked>
      <Dns />
    </Page>
  );
}

type Sender = Awaited<ReturnType<RekindleClient['senders']['list']>>['senders'][number];

function Senders({ of }: { readonly of: readonly Sender[] }) {
  const { t } = useSettingWords();
  return (
    <table className="plain stacks">
      <thead>
        <tr>
          <th scope="col">{t('senders.sender')}</th>
          <th scope="col" className="end">
            {t('senders.sent')}
          </th>
          <th scope="col">{t('senders.bounced')}</th>
          <th scope="col">{t('senders.complained')}</th>
          <th scope="col">{t('senders.today')}</th>
          <th scope="col">{t('word.status')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <SenderRow key={`${one.kind} ${one.sender}`} of={one} />
        ))}
      </tbody>
    </table>
  );
}

function SenderRow({ of }: { readonly of: Sender }) {
  const { t, number } = useSettingWords();
  const { sender, kind, sent, bounced, complained, sentToday, allowedToday, warming, stopsAt } = of;
  return (
    <tr>
      <td>
        <b>{sender}</b>
        <span className="dim under">{t(`senders.${kind}`)}</span>
      </td>
      <td className="end num" data-label={t('senders.sent')}>
        {number(sent)}
      </td>
      <td data-label={t('senders.bounced')}>
        <Rate count={bounced} sent={sent} floor={stopsAt.bounced} />
      </td>
      <td data-label={t('senders.complained')}>
        <Rate count={complained} sent={sent} floor={stopsAt.complained} />
      </td>
      <td data-label={t('senders.today')}>
        <span className="num">
          {number(sentToday)}
          {allowedToday !== null && ` / ${number(allowedToday)}`}
        </span>
        {warming && <span className="warn under">{t('senders.warming')}</span>}
      </td>
      <td data-label={t('word.status')}>
        <SenderState of={of} />
      </td>
    </tr>
  );
}

type Floor = Sender['stopsAt']['bounced'];

/** How much came back, and from when on that would stop it. */
function Rate({ count, sent, floor }: { readonly count: number; readonly sent: number; readonly floor: Floor }) {
  const { t, number, percent } = useSettingWords();
  const over = sent >= floor.sent && count >= floor.count && count * 1_000 > sent * floor.most;
  return (
    <>
      <span className={over ? 'num bad' : 'num'}>
        {number(count)}
        {sent > 0 && ` · ${percent(count / sent)}`}
      </span>
      <span className="dim under">{t('senders.floor', { share: percent(floor.most / 1_000), n: floor.sent })}</span>
    </>
  );
}

function SenderState({ of: { sender, stopped } }: { readonly of: Sender }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [asking, setAsking] = useState(false);
  if (!stopped) return <Tag tone="good">{t('senders.sends')}</Tag>;
  const question: Question = {
    ...{ title: t('senders.resume'), says: t('senders.resumeSays', { name: sender }), go: t('senders.resume') },
    ...{ typed: sender, done: t('senders.resumed') },
    call: () => (client) => client.senders.resume({ sender }),
  };
  return (
    <>
      <Tag tone="bad">{t('health.stopped')}</Tag>
      <span className="dim under">
        {stopped.why} · {stopped.by}, <When at={stopped.at} />
      </span>
      {may(ROLE.manager) && (
        <Button mt={4} size="compact-xs" variant="default" onClick={() => setAsking(true)}>
          {t('senders.resume')}
        </Button>
      )}
      {asking && <Confirm of={question} close={() => setAsking(false)} />}
    </>
  );
}

const CHANNELS = ['email', 'sms', 'voice'] as const;
type Channel = (typeof CHANNELS)[number];

/** What a person stopped, with why; another stop; and letting it go. */
function Stops() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [channel, setChannel] = useState<Channel | null>(null);
  const [asking, setAsking] = useState(false);
  const halts = useInstance().data?.halts ?? [];
  const scope = channel === null ? {} : { channel };
  const question: Question = {
    ...{ title: t('stops.add'), says: t(channel === null ? 'stops.allSays' : 'stops.oneSays'), go: t('stops.add') },
    ...{ why: t('stops.why'), done: t('stops.added'), grave: true },
    call: (why) => (client) => client.halts.add({ why, ...scope }),
    undo: (client) => client.halts.lift(scope),
  };
  return (
    <Panel
      title={t('stops.title')}
      beside={
        may(ROLE.operator) && (
          <span className="item-acts">
            <NativeSelect
              size="xs"
              aria-label={t('stops.what')}
              data={[
                { value: '', label: t('banner.all') },
                ...CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) })),
              ]}
              value={channel ?? ''}
              onChange={(event) => setChannel((event.currentTarget.value || null) as Channel | null)}
            />
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t('stops.add')}
            </Button>
          </span>
        )
      }
    >
      {halts.length === 0 ? (
        <p className="dim">{t('stops.none')}</p>
      ) : (
        <ul className="list list-flat">
          {halts.map(({ workspace, channel: what, why, by, at }) => (
            <li className="item" key={`${String(workspace)} ${String(what)}`}>
              <div className="item-main">
                <b>{what === null ? t('banner.all') : t(`channel.${what as Channel}`)}</b>
                <span className="dim">
                  {why || t('banner.noReason')} · {by}, <When at={at} />
                  {workspace === null && ` · ${t('keys.everywhere')}`}
                </span>
              </div>
              {may(ROLE.operator) && (
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={act.busy}
                  onClick={() =>
                    act.run({
                      call: (client) =>
                        client.halts.lift({
                          ...(what !== null && { channel: what as Channel }),
                          everything: workspace === null,
                        }),
                      done: t('banner.lifted'),
                    })
                  }
                >
                  {t('banner.lift')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {asking && <Confirm of={question} close={() => setAsking(false)} />}
    </Panel>
  );
}

/** SPF, DKIM, DMARC of the senders, asked when somebody wants to know: names are looked up then. */
function Dns() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [examined, setExamined] = useState<Examined | null>(null);
  return (
    <Panel
      title={t('senders.dns')}
      beside={
        may(ROLE.operator) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconStethoscope size={15} stroke={1.6} />}
            loading={act.busy}
            onClick={() =>
              act.run({ call: (client) => client.doctor.examine({}), done: t('health.examined'), then: setExamined })
            }
          >
            {t('senders.look')}
          </Button>
        )
      }
    >
      {examined ? <Symptoms of={examined} only={/dns|way out/} /> : <p className="dim">{t('senders.dnsSays')}</p>}
    </Panel>
  );
}
