/** Who a lead is: each field with where it is from, and a field that can be mended in place. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { LeadPage } from '../../api/shapes.ts';
import { Hint } from '../../parts/hint.tsx';
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import type { Word } from '../../words/en.ts';
import type { GroupWords } from '../../words/group.tsx';
import { type LeadWord, useLeadWords } from '../../words/leads.ts';

/** Parts of the page that are no fields of a person. */
const NOT_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'fullName',
  'attributes',
  'source',
  'basis',
  'paused',
  'aliases',
  'origins',
  'permission',
  'suppressions',
  'campaigns',
  'signals',
  'timeline',
  'parts',
]);
const FIRST = ['firstName', 'lastName', 'email', 'phone', 'title', 'company'];

/** The panel of them. */
export function LeadFields({ page }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const names = Object.keys(page).filter((name) => !NOT_FIELDS.has(name));
  const order = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return (
    <>
      <Panel title={t('lead.who')}>
        <dl className="fields">
          {names
            .sort((a, b) => order(a) - order(b))
            .map((name) => (
              <Field key={name} name={name} page={page} />
            ))}
          {Object.entries(page.attributes).map(([name, value]) => (
            <div className="field" key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
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
        {page.suppressions.map(({ kind, channel, reason, at }) => (
          <p className="bad small" key={kind + channel + at}>
            {t('lead.refusedFull', { what: t(`channel.${channel}` as Word), kind, reason })} <When at={at} exact />
          </p>
        ))}
      </Panel>
    </>
  );
}

/** A field’s name as people say it. */
function nameOf(name: string, t: GroupWords<LeadWord>['t']): string {
  const word = `field.${name}`;
  return t(word as LeadWord) || name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function Field({ name, page }: { readonly name: string; readonly page: LeadPage }) {
  const { t, number } = useLeadWords();
  const { may } = useHere();
  const [edited, setEdited] = useState(false);
  const value = page[name];
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? number(value) : String(value);
  const origin = page.origins[name];
  const editable = may(ROLE.operator) && typeof value === 'string';
  return (
    <div className="field">
      <dt>{nameOf(name, t)}</dt>
      <dd>
        {edited ? (
          <EditField
            name={name}
            before={text}
            lead={page.id}
            close={() => setEdited(false)}
            email={page.email}
            phone={page.phone}
          />
        ) : (
          <span className="field-value">
            <Hint
              label={
                origin
                  ? t('lead.from', { source: origin.source, at: origin.at.slice(0, 10) })
                  : t('lead.fromFirst', { source: page.source })
              }
            >
              <span className="clip">{text}</span>
            </Hint>
            {editable && (
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                className="field-edit"
                aria-label={t('lead.edit', { name: nameOf(name, t) })}
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

interface EditProps {
  readonly name: string;
  readonly before: string;
  readonly lead: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  close(): void;
}

/** A lead is known by its address or number: these stand beside what is changed. Read anew first: what another wrote meanwhile is shown, not overwritten. */
function EditField({ name, before, lead, email, phone, close }: EditProps) {
  const { t } = useLeadWords();
  const { client } = useHere();
  const act = useAct();
  const [value, setValue] = useState(before);
  const [theirs, setTheirs] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const now = String((await client.leads.show({ lead }))[name] ?? '');
    if (now !== before && theirs !== now) {
      setTheirs(now);
      return;
    }
    const known: Record<string, string> = { ...(email && { email }), ...(!email && phone && { phone }) };
    act.run({
      call: (one) => one.leads.add({ set: { ...known, [name]: value }, overwrite: true }),
      undo: (one) => one.leads.add({ set: { ...known, [name]: before }, overwrite: true }),
      done: t('lead.changed', { name: nameOf(name, t) }),
      then: close,
    });
  };
  return (
    <form onSubmit={(event) => void save(event)} className="edit">
      <TextInput
        size="xs"
        autoFocus
        aria-label={nameOf(name, t)}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
        error={theirs === null ? undefined : t('lead.conflict', { theirs })}
      />
      <Button size="compact-xs" type="submit" loading={act.busy}>
        {t(theirs === null ? 'act.save' : 'act.saveOver')}
      </Button>
    </form>
  );
}
