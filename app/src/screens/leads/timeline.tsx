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
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import type { Word } from '../../words/en.ts';
import { useLeadWords } from '../../words/leads.ts';

const KINDS = ['all', 'messages', 'answers', 'decisions'] as const;
type Kind = (typeof KINDS)[number];

const ANSWERS = /^(replied|bounced|opted-out|complained|booked|opened|clicked|called|touched|auto-reply|signal)/;

function kindOf({ what }: Entry): Exclude<Kind, 'all'> | 'other' {
  if (what.startsWith('message')) return 'messages';
  if (what.startsWith('decided') || what === 'enrolled' || what === 'sequence ended') return 'decisions';
  return ANSWERS.test(what) ? 'answers' : 'other';
}

function Icon({ of }: { readonly of: Entry }) {
  const kind = kindOf(of);
  const Drawn = of.what.startsWith('task')
    ? IconChecklist
    : of.what.startsWith('signal')
      ? IconBolt
      : of.what.startsWith('decided')
        ? IconGavel
        : { messages: IconMail, answers: IconArrowBackUp, decisions: IconRoute, other: IconCircleDot }[kind];
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
            key={`${entry.at} ${entry.what} ${String(entries.length - at)}`}
            className={`entry entry-${kindOf(entry)}`}
          >
            <span className="entry-icon" aria-hidden>
              <Icon of={entry} />
            </span>
            <span className="entry-what">{entry.what}</span>
            <span className="entry-when">
              <When at={entry.at} zone={page.zone ?? null} />
            </span>
            {entry.detail && <span className="entry-detail">{entry.detail}</span>}
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
