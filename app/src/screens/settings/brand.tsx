/** How the workspace shows itself on pages and in mails. */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import type { RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { Panel } from '../../parts/page.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';

const FIELDS = ['name', 'domain', 'logo', 'postalAddress', 'color'] as const;

/** As it is shown. */
export type BrandShown = Readonly<Partial<Record<(typeof FIELDS)[number], string>>>;

/** The panel of it: read by all, changed by an admin. */
export function Brand({ of }: { readonly of: BrandShown | null }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [said, setSaid] = useState<BrandShown>({});
  const call = (client: RekindleClient) => client.workspace.setBrand(said);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const before = Object.fromEntries(FIELDS.map((name) => [name, of?.[name] ?? '']));
    act.run({
      ...{ call, done: t('word.saved'), then: () => setSaid({}) },
      undo: (client) => client.workspace.setBrand(before),
    });
  };
  const changed = Object.keys(said).length > 0;
  return (
    <Panel title={t('brand.title')} beside={changed && <CopyCurl call={call} short />}>
      <p className="line dim">{t('brand.says')}</p>
      <form onSubmit={submit} className="form-grid">
        {FIELDS.map((name) => (
          <TextInput
            key={name}
            size="xs"
            label={t(`brand.${name}`)}
            readOnly={!may(ROLE.admin)}
            value={said[name] ?? of?.[name] ?? ''}
            onChange={(event) => setSaid({ ...said, [name]: event.currentTarget.value })}
          />
        ))}
        {may(ROLE.admin) && (
          <Group align="end">
            <Button size="xs" type="submit" disabled={!changed} loading={act.busy}>
              {t('act.save')}
            </Button>
          </Group>
        )}
      </form>
    </Panel>
  );
}
