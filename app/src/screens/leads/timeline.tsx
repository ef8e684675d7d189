/** All that happened to a lead, the latest first; by kind, where one looks for something. */
import { SegmentedControl } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBolt,
  IconChecklist,
  IconCircleDot,
  IconGavel,
  IconMail,
  IconRoute,
} from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Entry, LeadPage } from '../../api/shapes.ts';
import { type Fact, useFacts } from '../../parts/facts.ts';
import { useNames } from '../../parts/names.ts';
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import type { Word } from '../../words/en.ts';
import { useLeadWords } from '../../words/leads.ts';
import { type StoryWord, useStoryWords } from '../../words/story.ts';

const KINDS = ['all', 'messages', 'answers', 'decisions'] as const;
type Kind = (typeof KINDS)[number];

const MESSAGES = new Set(['message', 'written']);
const DECISIONS = new Set(['decided', 'enrolled', 'ended']);
/** Events that no lead made. */
const OURS = new Set(['delivered', 'tool-touch', 'note', 'converted']);

function kindOf({ kind, values }: Entry): Exclude<Kind, 'all'> | 'other' {
  if (MESSAGES.has(kind)) return 'messages';
  if (DECISIONS.has(kind)) return 'decisions';
  const isAnswer = kind === 'signal' || (kind === 'event' && !OURS.has(String(values.event)));
  return isAnswer ? 'answers' : 'other';
}

const ICONS: Readonly<Record<string, typeof IconMail>> = { task: IconChecklist, signal: IconBolt, decided: IconGavel };

function Icon({ of }: { readonly of: Entry }) {
  const others = { messages: IconMail, answers: IconArrowBackUp, decisions: IconRoute, other: IconCircleDot };
  const Drawn = ICONS[of.kind] ?? others[kindOf(of)];
  return <Drawn size={14} stroke={1.6} />;
}

const FIRST_SHOWN = 100;

/** The panel of it. */
export function Timeline({ page }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const navigate = useNavigate();
  const { kind = 'all' } = useSearch({ from: '/leads/$lead' });
  const [shown, setShown] = useState(FIRST_SHOWN);
  const entries = page.timeline.filter((entry) => kind === 'all' || kindOf(entry) === kind).toReversed();
  return (
    <Panel
      title={t('lead.timeline')}
      beside={
        <SegmentedControl
          size="xs"
          value={kind}
          onChange={(value) =>
            void navigate({
              to: '/leads/$lead',
              params: { lead: page.id },
              search: { kind: value === 'all' ? undefined : value } as never,
              replace: true,
            })
          }
          data={KINDS.map((value) => ({ value, label: t(`timeline.${value}` as Word) }))}
        />
      }
    >
      {entries.length === 0 && <p className="dim">{t('timeline.none')}</p>}
      <ol className="timeline">
        {entries.slice(0, shown).map((entry, at) => (
          <li
            key={`${entry.at} ${entry.kind} ${String(entries.length - at)}`}
            className={`entry entry-${kindOf(entry)}`}
          >
            <span className="entry-icon" aria-hidden>
              <Icon of={entry} />
            </span>
            <Told of={entry} zone={page.zone ?? null} />
          </li>
        ))}
      </ol>
      {entries.length > shown && (
        <button type="button" className="link" onClick={() => setShown(entries.length)}>
          {t('timeline.more', { n: entries.length - shown })}
        </button>
      )}
    </Panel>
  );
}

/** What happened, in the words of whoever reads it; what people and playbooks wrote stands as they did. */
function Told({ of, zone }: { readonly of: Entry; readonly zone: string | null }) {
  const { t } = useStoryWords();
  const facts = useFacts();
  const { what, detail } = toldAs(t, useNames(), of);
  return (
    <>
      <span className="entry-what">{what}</span>
      <span className="entry-when">
        <When at={of.at} zone={zone} />
      </span>
      {(detail.length > 0 || of.reasons.length > 0) && (
        <span className="entry-detail">
          {[
            detail.join(': '),
            ...of.reasons.map(({ says, facts: told }) => whyOf(says, of.kind === 'event' ? facts(told) : [])),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </>
  );
}

type Speak = ReturnType<typeof useStoryWords>['t'];
interface Line {
  readonly what: string;
  readonly detail: readonly string[];
}

function toldAs(t: Speak, names: ReturnType<typeof useNames>, { kind, values }: Entry): Line {
  const of = (name: string) => String(values[name] ?? '');
  const line = (what: string, ...detail: readonly string[]): Line => ({ what, detail: detail.filter(Boolean) });
  const state = () => t(`is.${of('state')}` as Word);
  if (kind === 'captured') return line(t('story.captured', { source: of('source') }));
  if (kind === 'decided') return line(t(`story.decided.${of('verdict')}` as StoryWord));
  if (kind === 'enrolled') return line(t('story.enrolled', { sequence: names('sequence', of('sequence')) }));
  if (kind === 'message')
    return line(t('story.message', { state: state() }), names('template', of('template')), of('subject'));
  if (kind === 'written') {
    const by = of('by') && t('story.writtenBy', { by: of('by') });
    const what = `${t(`story.${of('as')}` as StoryWord)}: ${state()}`;
    return line(what, by, of('subject'), of('words'));
  }
  if (kind === 'signal') {
    const what = t(`story.signal.${of('state')}` as StoryWord, { signal: names('signal', of('signal')) });
    return line(what, t('story.points', { n: Number(values.points) }));
  }
  if (kind === 'task') return line(t('story.task', { state: state() }), of('title'), of('outcome'));
  if (kind === 'ended') return line(t('story.ended'));
  const outcome = of('outcome') && t(`outcome.${of('outcome')}` as StoryWord);
  return line([t(`event.${of('event')}` as StoryWord), outcome].filter(Boolean).join(': '), of('text'));
}

/** A reason; of what somebody wrote or did, also the words or the trace that it was read from. */
function whyOf(says: string, facts: readonly Fact[]): string {
  return facts.length === 0 ? says : `${says} (${facts.map(({ value }) => value).join(', ')})`;
}
