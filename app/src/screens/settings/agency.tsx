/** Across workspaces: what came of campaigns in each, which version of a playbook each runs, and how it differs; another workspace. */
import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Tag } from '../../parts/tag.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';

const AddWorkspace = lazy(() => import('./add-workspace.tsx').then((found) => ({ default: found.AddWorkspace })));

/** The screen. */
export function AgencyScreen() {
  const { t } = useSettingWords();
  const { may } = useHere();
  const [adding, setAdding] = useState(false);
  const results = useAsk('agency results', {}, (client, how) => client.agency.results({}, how));
  return (
    <Page
      title={t('settings.agency')}
      says={t('agency.says')}
      acts={
        may(ROLE.admin) && (
          <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('agency.add')}
          </Button>
        )
      }
    >
      <Asked of={results}>
        {({ results: rows }) => (
          <>
            <Panel title={t('agency.results')}>
              {rows.length === 0 ? <p className="dim">{t('agency.noResults')}</p> : <Results of={rows} />}
            </Panel>
            <Drift playbooks={[...new Set(rows.map(({ playbook }) => playbook))]} />
          </>
        )}
      </Asked>
      {adding && <AddWorkspace close={() => setAdding(false)} />}
    </Page>
  );
}

type Result = Awaited<ReturnType<RekindleClient['agency']['results']>>['results'][number];
const COUNTS = ['campaigns', 'sent', 'delivered', 'replied', 'positive', 'meetings'] as const;

function Results({ of }: { readonly of: readonly Result[] }) {
  const { t, number } = useSettingWords();
  return (
    <table className="plain stacks">
      <thead>
        <tr>
          <th scope="col">{t('agency.workspace')}</th>
          <th scope="col">{t('agency.playbook')}</th>
          {COUNTS.map((name) => (
            <th scope="col" className="end" key={name}>
              {t(`agency.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map((row) => (
          <tr key={`${row.workspace} ${row.playbook}`}>
            <td>
              <b>{row.workspace}</b>
            </td>
            <td data-label={t('agency.playbook')}>{row.playbook}</td>
            {COUNTS.map((name) => (
              <td className="end num" key={name} data-label={t(`agency.${name}`)}>
                {number(row[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TONES = { moves: 'waits', current: 'good', over: 'over', stored: 'over' } as const;

function Drift({ playbooks }: { readonly playbooks: readonly string[] }) {
  const { t } = useSettingWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const playbook = chosen ?? playbooks[0] ?? '';
  const asked = useAsk('drift', { playbook }, (client, how) => client.agency.drift({ playbook }, how), {
    enabled: playbook !== '',
  });
  if (playbook === '') return null;
  return (
    <Panel
      title={t('agency.drift')}
      beside={
        <NativeSelect
          size="xs"
          aria-label={t('agency.playbook')}
          data={[...playbooks]}
          value={playbook}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      }
    >
      <Asked of={asked}>
        {({ places }) => (
          <ul className="list list-flat">
            {places.map(({ workspace, campaign, runs, target, move, own, differences }) => (
              <li className="item" key={`${workspace} ${String(campaign)}`}>
                <div className="item-main">
                  <div className="item-head">
                    <b>{workspace}</b>
                    <span>{campaign ?? '–'}</span>
                    <Tag tone={TONES[move]}>{t(`move.${move}` as SettingWord)}</Tag>
                  </div>
                  <p className="small dim">
                    <code>{runs ?? target}</code>
                    {Object.keys(own).length > 0 &&
                      ` · ${t('agency.own')}: ${Object.entries(own)
                        .map(([name, value]) => `${name}=${value}`)
                        .join(', ')}`}
                  </p>
                  {differences.map((one) => (
                    <p className="small" key={one}>
                      {one}
                    </p>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Panel>
  );
}
