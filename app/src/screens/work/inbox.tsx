/** The inbox: what people wrote, what it was read as and by which words; answered, corrected, put off and closed by keys alone. */
import { Badge, Button, Group, Textarea } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import type { Reply } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { DropMenu } from '../../parts/drop/drop-menu.tsx';
import { FilterChip } from '../../parts/filters.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useWorkWords, type WorkWord } from '../../words/work.ts';

const CLASSES = [
  'interested',
  'question',
  'not-now',
  'not-interested',
  'wrong-person',
  'out-of-office',
  'opt-out',
  'unsure',
] as const;
type Class = (typeof CLASSES)[number];
const DAY_MS = 86_400_000;

/** The screen. */
export function InboxScreen() {
  const { t } = useWorkWords();
  const navigate = useNavigate();
  const { state = 'open', class: wanted, reply } = useSearch({ from: '/inbox' });
  const words = { state: state === 'done' ? 'done' : 'open', class: (wanted as Class | undefined) ?? null } as const;
  const asked = useAsk('replies', words, (client, how) => client.replies.list(words, how), { live: true });
  const go = (more: object) =>
    void navigate({ to: '/inbox', search: { state, class: wanted, reply, ...more } as never, replace: true });
  const replies = (asked.data?.replies ?? []) as unknown as readonly Reply[];
  const chosen = replies.find(({ id }) => id === reply) ?? replies[0];
  useInboxKeys(replies, chosen, (id) => go({ reply: id }));
  return (
    <Page
      title={t('nav.inbox')}
      beside={asked.data && <span className="count">{t('inbox.count', { n: replies.length })}</span>}
    >
      <search className="filters">
        <FilterChip
          label={t('filter.state')}
          value={state === 'open' ? undefined : state}
          options={[{ value: 'done', label: t('is.done') }]}
          set={(value) => go({ state: value, reply: undefined })}
        />
        <FilterChip
          label={t('inbox.class')}
          value={wanted}
          options={CLASSES.map((value) => ({ value, label: t(`means.${value}`) }))}
          set={(value) => go({ class: value, reply: undefined })}
        />
      </search>
      <Asked of={asked}>
        {() =>
          chosen ? (
            <div className="inbox">
              <ul className="list inbox-list" aria-label={t('nav.inbox')}>
                {replies.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      className={one.id === chosen.id ? 'mail mail-here' : 'mail'}
                      aria-pressed={one.id === chosen.id}
                      onClick={() => go({ reply: one.id })}
                    >
                      <span className="card-line">
                        <b className="clip">{one.name ?? one.email ?? one.phone}</b>
                        <span className="dim small">
                          <When at={one.at} />
                        </span>
                      </span>
                      <span className="clip dim">{one.text}</span>
                      <ClassBadge of={one.class} />
                    </button>
                  </li>
                ))}
              </ul>
              <OneReply key={chosen.id} of={chosen} />
            </div>
          ) : (
            <Empty title={t('inbox.none')} says={t('inbox.noneSays')} />
          )
        }
      </Asked>
    </Page>
  );
}

function useInboxKeys(replies: readonly Reply[], chosen: Reply | undefined, go: (id: string) => void): void {
  const { t } = useWorkWords();
  const { may } = useHere();
  const { run } = useAct();
  const latest = useRef({ replies, chosen, go });
  latest.current = { replies, chosen, go };
  const acts = may(ROLE.operator);
  const actions = useMemo((): Action[] => {
    const group = t('nav.inbox');
    const step = (by: number) => () => {
      const { replies: list, chosen: here, go: to } = latest.current;
      const next = list[list.findIndex(({ id }) => id === here?.id) + by];
      if (next) to(next.id);
    };
    const onChosen = (act: (reply: string) => void) => () => {
      const { chosen: here } = latest.current;
      if (here) act(here.id);
    };
    const close = onChosen((reply) => run(closing(reply, t('inbox.closed'))));
    const take = onChosen((reply) =>
      run({ call: (client) => client.replies.assign({ reply }), done: t('inbox.taken') }),
    );
    const write = () => document.querySelector<HTMLTextAreaElement>('.answer textarea')?.focus();
    return [
      { id: 'mail down', label: t('help.down'), group, quiet: true, keys: 'j', run: step(1) },
      { id: 'mail up', label: t('help.up'), group, quiet: true, keys: 'k', run: step(-1) },
      ...(acts
        ? [
            { id: 'mail done', label: t('inbox.close'), group, keys: 'e', run: close },
            { id: 'mail take', label: t('inbox.take'), group, keys: 'a', run: take },
            { id: 'mail write', label: t('inbox.answer'), group, keys: 'r', run: write },
          ]
        : []),
    ];
  }, [t, acts, run]);
  useOffer(actions);
}

const closing = (reply: string, done: string): Act => ({
  call: (client) => client.replies.done({ reply }),
  undo: (client) => client.replies.open({ reply }),
  done,
});

function OneReply({ of }: { readonly of: Reply }) {
  const { t, percent } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const [text, setText] = useState('');
  const reply = of.id;
  const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString();
  const answer = (client: RekindleClient) => client.messages.reply({ reply, text });
  return (
    <article className="panel reply">
      <div className="panel-head">
        <h2>
          <Link to="/leads/$lead" params={{ lead: of.leadId }}>
            {of.name ?? of.email ?? of.phone}
          </Link>
        </h2>
        <span className="dim small">
          <When at={of.at} exact />
        </span>
      </div>
      <blockquote className="said">{of.text}</blockquote>
      <p className="line">
        <ClassBadge of={of.class} /> {t('inbox.readBy', { words: of.words ?? '–', share: percent(of.confidence ?? 0) })}{' '}
        <span className="dim">{[...new Set(of.why.map(({ says }) => says))].join(' ')}</span>{' '}
        <code className="code-dim">{of.reasons.join(', ')}</code>
      </p>
      {of.notSent && <p className="line">{t('inbox.notSent', { says: of.notSent.says })}</p>}
      {of.assignedTo && <Badge color="blue">{of.assignedTo}</Badge>}
      {may(ROLE.operator) && (
        <>
          <Group gap="xs" mb="sm">
            <DropMenu
              target={
                <Button size="compact-sm" variant="default">
                  {t('inbox.correct')}
                </Button>
              }
            >
              {(Menu) => (
                <>
                  {CLASSES.map((as) => (
                    <Menu.Item
                      key={as}
                      onClick={() =>
                        act.run({ call: (client) => client.replies.correct({ reply, as }), done: t('inbox.corrected') })
                      }
                    >
                      {t(`means.${as}`)}
                    </Menu.Item>
                  ))}
                </>
              )}
            </DropMenu>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => act.run({ call: (client) => client.replies.assign({ reply }), done: t('inbox.taken') })}
            >
              {t('inbox.take')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                act.run({
                  call: (client) => client.replies.snooze({ reply, until: tomorrow() }),
                  undo: (client) => client.replies.open({ reply }),
                  done: t('inbox.snoozed'),
                })
              }
            >
              {t('inbox.snooze')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                act.run({
                  call: (client) => client.replies.done({ reply }),
                  undo: (client) => client.replies.open({ reply }),
                  done: t('inbox.closed'),
                })
              }
            >
              {t('inbox.close')}
            </Button>
          </Group>
          <Textarea
            className="answer"
            label={t('inbox.answer')}
            description={t('inbox.answerSays')}
            autosize
            minRows={4}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="space-between" mt="sm">
            <CopyCurl call={answer} />
            <Button
              size="xs"
              disabled={text.trim() === ''}
              loading={act.busy}
              onClick={() => act.run({ call: answer, done: t('inbox.answered'), then: () => setText('') })}
            >
              {t('inbox.send')}
            </Button>
          </Group>
        </>
      )}
    </article>
  );
}

/** What a reply means. */
function ClassBadge({ of }: { readonly of: string }) {
  const { t } = useWorkWords();
  const good = of === 'interested' || of === 'question';
  const bad = of === 'opt-out' || of === 'not-interested';
  return <Badge color={good ? 'green' : bad ? 'red' : 'gray'}>{t(`means.${of}` as WorkWord)}</Badge>;
}
