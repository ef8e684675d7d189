/** Who a lead is: each field with where it is from, and a field that can be mended in place. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { LeadPage } from '../../api/shapes.ts';
import { Hint } from '../../parts/hint.tsx';
import { Panel } from '../../parts/page.tsx';
import { refusedFull } from '../../parts/refused.ts';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import type { Word } from '../../words/en.ts';
import type { GroupWords } from '../../words/group.tsx';
import { type LeadWord, useLeadWords } from '../../words/leads.ts';
import { useStoryWords } from '../../words/story.ts';
import { EditField, typedAs } from './edit-field.tsx';
import { useFieldName } from './field-name.ts';
import { namesOf } from './lead-words.ts';

const FIELDS = [
  ...['firstName', 'lastName', 'email', 'phone', 'title', 'company', 'owner', 'tags', 'notes'],
  ...['country', 'region', 'city', 'postalCode', 'address', 'zone', 'language', 'seniority', 'department'],
  ...['domain', 'website', 'linkedinUrl', 'industry', 'employees', 'revenue', 'technologies'],
];
/** These come first. */
const FIRST = FIELDS.slice(0, 6);

/** The panel of them. */
export function LeadFields({ page }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const names = namesOf(page);
  const order = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return (
    <>
      <Panel title={t('lead.who')}>
        <dl className="fields">
          {names
            .sort((a, b) => order(a) - order(b))
            .map((name) => (
              <Field key={name} lead={page.id} name={name} value={page[name]} from={fromOf(name, page, t)} />
            ))}
          {Object.entries(page.attributes).map(([name, value]) => (
            <Field key={name} lead={page.id} name={`attribute.${name}`} value={value} />
          ))}
        </dl>
        <NewField lead={page.id} known={new Set(names)} />
      </Panel>
      <Panel title={t('lead.permission')}>
        <dl className="fields">
          <div className="field">
            <dt>{t('lead.basis')}</dt>
            <dd>{t(`basis.${page.basis ?? 'unknown'}` as Word)}</dd>
          </div>
          <div className="field">
            <dt>{t('lead.source')}</dt>
            <dd>{page.source}</dd>
          </div>
        </dl>
        {page.permission.map(({ at, source, told }) => (
          <p className="dim small" key={at + source}>
            {source}, <When at={at} exact />:{' '}
            {Object.entries(told)
              .map(([name, value]) => `${name} “${value}”`)
              .join(', ')}
          </p>
        ))}
        <Refusals of={page.suppressions} />
      </Panel>
    </>
  );
}

function fromOf(name: string, { origins, source }: LeadPage, t: GroupWords<LeadWord>['t']): string {
  const origin = origins[name];
  if (!origin) return t('lead.fromFirst', { source });
  return t('lead.from', { source: origin.source, at: origin.at.slice(0, 10) });
}

interface FieldProps {
  readonly lead: string;
  readonly name: string;
  readonly value: unknown;
  /** Where it is from. */
  readonly from?: string;
}

function Field({ lead, name, value, from }: FieldProps) {
  const { t, number, language } = useLeadWords();
  const called = useFieldName()(name);
  const { may } = useHere();
  const [edited, setEdited] = useState(false);
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? number(value) : String(value);
  const words = inWords(name, text, language, t);
  const [before, ...after] = text.split('@');
  const shown = words ? (
    <span className="clip">
      {words} {name !== 'attribute.basis' && <code className="code-dim">{text}</code>}
    </span>
  ) : (
    <span className="clip">
      {before}
      {after.length > 0 && (
        <>
          {/* An address is broken where it is read in two. */}
          <wbr />@{after.join('@')}
        </>
      )}
    </span>
  );
  return (
    <div className="field">
      <dt>{called}</dt>
      <dd>
        {edited ? (
          <EditField {...{ lead, name, called }} before={typedAs(value)} close={() => setEdited(false)} />
        ) : (
          <span className="field-value">
            {from === undefined ? shown : <Hint label={from}>{shown}</Hint>}
            {may(ROLE.operator) && (
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                className="field-edit"
                aria-label={t('act.change', { name: called })}
                onClick={() => setEdited(true)}
              >
                <IconPencil size={13} stroke={1.5} />
              </ActionIcon>
            )}
          </span>
        )}
      </dd>
    </div>
  );
}

/** A code in words of the reader’s, to stand before it: of a country, of a language, of a basis that came as a column of a file. Null = it is none. */
function inWords(name: string, text: string, language: string, t: GroupWords<LeadWord>['t']): string | null {
  if (name === 'attribute.basis') return t(`basis.${text}` as Word) || null;
  const type = name === 'country' ? 'region' : name === 'language' ? 'language' : null;
  if (type === null || !CODES[type].test(text)) return null;
  return new Intl.DisplayNames(language, { type, fallback: 'none' }).of(text.toUpperCase()) ?? null;
}

const CODES = { region: /^[A-Z]{2}$/, language: /^[a-z]{2}$/ } as const;

/** A field of which nothing is known yet. */
function NewField({ lead, known }: { readonly lead: string; readonly known: ReadonlySet<string> }) {
  const { t } = useLeadWords();
  const fieldName = useFieldName();
  const { may } = useHere();
  const [name, setName] = useState('');
  if (!may(ROLE.operator)) return null;
  if (name !== '') {
    return (
      <div className="field">
        <dt>{fieldName(name)}</dt>
        <dd>
          <EditField {...{ lead, name, called: fieldName(name) }} before="" close={() => setName('')} />
        </dd>
      </div>
    );
  }
  const open = FIELDS.filter((field) => !known.has(field));
  return (
    <NativeSelect
      size="xs"
      mt="xs"
      aria-label={t('lead.addField')}
      value=""
      data={[{ value: '', label: t('lead.addField') }, ...open.map((value) => ({ value, label: fieldName(value) }))]}
      onChange={(event) => setName(event.currentTarget.value)}
    />
  );
}

/** What stands against writing to the lead. */
function Refusals({ of }: { readonly of: LeadPage['suppressions'] }) {
  const { t } = useStoryWords();
  return of.map(({ kind, channel, reason, at }) => (
    <p className="bad small" key={kind + channel + at}>
      {refusedFull(t, { kind, channel, reason })} <When at={at} exact />
    </p>
  ));
}
