/** How much and how fast may be sent: every limit with its value, changed where it stands. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { Panel } from '../../parts/page.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** As a workspace shows them: groups of limits, and limits. */
export interface Limits {
  readonly [name: string]: string | number | null | Limits;
}

/** Each as `group.name`; what is switched off as a whole is one. */
function flat(limits: Limits, above = ''): readonly (readonly [name: string, value: string | number | null])[] {
  return Object.entries(limits).flatMap(([name, value]) =>
    value !== null && typeof value === 'object'
      ? flat(value, `${above}${name}.`)
      : [[`${above}${name}`, value] as const],
  );
}

/** The panel of them. Those that are not set are told by number. */
export function SendLimits({ of }: { readonly of: Limits }) {
  const { t } = useSettingWords();
  const [all, setAll] = useState(false);
  const rows = flat(of);
  const set = rows.filter(([, value]) => value !== null);
  const shown = all ? rows : set;
  return (
    <Panel title={t('limits.title')}>
      <p className="line dim">{t('limits.says')}</p>
      <dl className="fields">
        {shown.map(([name, value]) => (
          <Limit key={name} name={name} value={value} />
        ))}
      </dl>
      {!all && rows.length > set.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('limits.more', { n: rows.length - set.length })}
        </button>
      )}
    </Panel>
  );
}

function Limit({ name, value }: { readonly name: string; readonly value: string | number | null }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [editing, setEditing] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const before = String(value ?? 'none');
    act.run({
      call: (client) => client.workspace.setLimits({ set: { [name]: editing || 'none' } }),
      undo: (client) => client.workspace.setLimits({ set: { [name]: before } }),
      done: t('word.saved'),
      then: () => setEditing(null),
    });
  };
  return (
    <div className="field field-wide">
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        {editing === null ? (
          <span className="field-value">
            {value === null ? <span className="dim">{t('limits.none')}</span> : <span className="num">{value}</span>}
            {may(ROLE.admin) && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('limits.change', { name })}
                onClick={() => setEditing(String(value ?? ''))}
              >
                {t('word.change')}
              </Button>
            )}
          </span>
        ) : (
          <form className="edit" onSubmit={submit}>
            <TextInput
              size="xs"
              autoFocus
              aria-label={name}
              value={editing}
              onChange={(event) => setEditing(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setEditing(null);
              }}
            />
            <Button size="xs" type="submit" loading={act.busy}>
              {t('act.save')}
            </Button>
          </form>
        )}
      </dd>
    </div>
  );
}
