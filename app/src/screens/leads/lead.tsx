/** One lead: who it is and from where that is known, all that happened, and why it stands where it stands. */
import { Alert, Badge, Button } from '@mantine/core';
import { IconChevronLeft, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { type Act, useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { LeadPage } from '../../api/shapes.ts';
import { MoreMenu } from '../../parts/drop/more-menu.tsx';
import { useNames } from '../../parts/names.ts';
import { Page, Panel } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import type { Word } from '../../words/en.ts';
import type { GroupWords } from '../../words/group.tsx';
import { type LeadWord, useLeadWords } from '../../words/leads.ts';
import { useErase } from './erase.tsx';
import { LeadFields } from './lead-fields.tsx';
import { StandingPanel } from './standing.tsx';
import { Timeline } from './timeline.tsx';
import { Write } from './write.tsx';

// Few leads have one of these, and whoever has none loads none.
const ClassPart = lazy(() => import('./more/class-part.tsx').then((found) => ({ default: found.ClassPart })));
const ConversationPart = lazy(() =>
  import('./more/conversation-part.tsx').then((found) => ({ default: found.ConversationPart })),
);
const ValuationPart = lazy(() =>
  import('./more/valuation-part.tsx').then((found) => ({ default: found.ValuationPart })),
);

/** The screen. */
export function LeadScreen() {
  const { lead } = useParams({ from: '/leads/$lead' });
  const { t } = useLeadWords();
  const asked = useAsk('lead', { lead }, (client, how) => client.leads.show({ lead }, how), { live: true });
  const page = asked.data as unknown as LeadPage | undefined;
  const back = (
    <Link to="/leads" className="back">
      <IconChevronLeft size={14} aria-hidden /> {t('nav.leads')}
    </Link>
  );
  if (page) return <Shown page={page} back={back} />;
  return (
    <Page title={t('lead.one')} above={back}>
      {asked.error ? <Failed error={asked.error} again={() => void asked.refetch()} /> : <Loading rows={12} />}
    </Page>
  );
}

function Shown({ page, back }: { readonly page: LeadPage; readonly back: React.ReactNode }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const name = page.fullName ?? page.email ?? page.phone ?? page.id;
  const role = [page.title, page.company].filter(Boolean).join(' · ');
  return (
    <Page title={name} above={back} says={role} beside={<Marks page={page} />} acts={<LeadActs page={page} />}>
      {page.paused && (
        <Alert color="yellow" mb="md" className="flat">
          {t('lead.pausedBy', { by: page.paused.by, why: page.paused.why || '–' })} <When at={page.paused.since} />
        </Alert>
      )}
      <div className="lead-columns">
        <div className="lead-who">
          <LeadFields page={page} />
        </div>
        <div className="lead-story">
          {may(ROLE.viewer) && <More page={page} />}
          <Timeline page={page} />
        </div>
        <div className="lead-why">
          {page.campaigns.length === 0 && (
            <Panel title={t('lead.campaigns')}>
              <p className="dim">{t('lead.noCampaign')}</p>
            </Panel>
          )}
          {page.campaigns.map((one) => (
            <StandingPanel key={one.campaign} of={one} zone={page.zone ?? null} />
          ))}
        </div>
      </div>
    </Page>
  );
}

function More({ page: { id: lead, parts } }: { readonly page: LeadPage }) {
  return (
    <Suspense fallback={null}>
      {parts.classes.map((course) => (
        <ClassPart key={course} lead={lead} course={course} />
      ))}
      {parts.conversations.map((campaign) => (
        <ConversationPart key={campaign} lead={lead} campaign={campaign} />
      ))}
      {parts.valuations.map((campaign) => (
        <ValuationPart key={campaign} lead={lead} campaign={campaign} />
      ))}
    </Suspense>
  );
}

function Marks({ page: { suppressions, signals } }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const names = useNames();
  return (
    <>
      {suppressions.map(({ kind, channel, reason, at }) => (
        <Badge color="red" key={`${kind} ${channel} ${at}`} title={reason}>
          {t('lead.refused', { what: t(`channel.${channel}` as Word) })}
        </Badge>
      ))}
      {signals
        .filter(({ state }) => state === 'up')
        .map(({ signal, points }) => (
          <Badge color="orange" key={signal}>
            {t('lead.signal', { signal: names('signal', signal), points })}
          </Badge>
        ))}
    </>
  );
}

/** What a person can do with a lead, the next act first. */
function actsOf(
  { id: lead, email, phone, paused, campaigns }: LeadPage,
  t: GroupWords<LeadWord>['t'],
): readonly (Act & { readonly id: string; readonly label: string; readonly keys?: string })[] {
  const resume: Act['call'] = (client) => client.leads.resume({ lead });
  const pause: Act['call'] = (client) => client.leads.pause({ lead });
  const value = email ?? phone;
  return [
    paused
      ? { id: 'resume', label: t('lead.resume'), keys: 'p', call: resume, done: t('lead.resumed'), undo: pause }
      : { id: 'pause', label: t('lead.pause'), keys: 'p', call: pause, done: t('lead.pausedNow'), undo: resume },
    {
      id: 'cancel',
      label: t('lead.cancel'),
      call: (client) => client.leads.cancel({ lead }),
      done: t('lead.cancelled'),
    },
    ...(campaigns.some(({ waitsFor }) => waitsFor?.code.startsWith('held-'))
      ? [
          {
            id: 'go on',
            label: t('lead.goOn'),
            call: ((client) => client.enrollments.resume({ lead })) as Act['call'],
            done: t('lead.goesOn'),
          },
        ]
      : []),
    ...(value
      ? [
          {
            id: 'suppress',
            label: t('lead.suppress'),
            call: ((client) => client.suppressions.add({ value })) as Act['call'],
            done: t('lead.suppressed'),
          },
        ]
      : []),
  ];
}

function LeadActs({ page }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const act = useAct();
  const { run } = act;
  const acts = useMemo(() => actsOf(page, t), [page, t]);
  const offered = useMemo(
    (): Action[] =>
      acts.map((one) => ({
        ...{ id: one.id, label: one.label, group: t('lead.one'), run: () => run(one) },
        ...(one.keys && { keys: one.keys }),
      })),
    [acts, run, t],
  );
  useOffer(may(ROLE.operator) ? offered : NONE);
  const erase = useErase(page);
  if (!may(ROLE.operator)) return null;
  const [first, ...others] = acts;
  return (
    <>
      <Write page={page} />
      {first && (
        <Button
          size="xs"
          variant="default"
          loading={act.busy}
          leftSection={page.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          onClick={() => run(first)}
        >
          {first.label}
        </Button>
      )}
      <MoreMenu>
        {(Menu) => (
          <>
            {others.map((one) => (
              <Menu.Item key={one.id} onClick={() => run(one)}>
                {one.label}
              </Menu.Item>
            ))}
            {erase.ask && (
              <Menu.Item color="red" onClick={erase.ask}>
                {t('lead.erase')}
              </Menu.Item>
            )}
          </>
        )}
      </MoreMenu>
      {erase.question}
    </>
  );
}

const NONE: readonly Action[] = [];
