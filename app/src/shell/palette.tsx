/** The palette: places, acts and records by their names. `>` asks for acts alone, `#` for a record by its id. */
import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconBolt, IconSearch, IconSpeakerphone, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useState } from 'react';
import { useAsk } from '../api/ask.ts';
import type { LeadRow } from '../api/shapes.ts';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { useActions } from './actions.tsx';
import { Keys } from './keys.tsx';
import { ALL_PLACES } from './places.ts';

const MOST = 7;
const [store, spotlight] = createSpotlight();

/** Open as long as it is shown. */
export function Palette({ close }: { readonly close: () => void }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  useEffect(() => spotlight.open(), []);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      store={store}
      onSpotlightClose={close}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={18} stroke={1.5} />}
      />
      <Spotlight.ActionsList>
        <Found query={query} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Found({ query }: { readonly query: string }) {
  const { t } = useWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const text = query.replace(/^[>#]/, '').trim().toLowerCase();
  const fits = (label: string) => label.toLowerCase().includes(text);
  const acts = useActions().filter(({ label, quiet }) => !quiet && fits(label));
  const places = ALL_PLACES.filter(({ word, role }) => may(role) && fits(t(word)));
  const onlyActs = query.startsWith('>');
  return (
    <>
      {!onlyActs && <Records text={text} />}
      {!onlyActs && places.length > 0 && (
        <Spotlight.ActionsGroup label={t('palette.go')}>
          {places.slice(0, MOST).map(({ to, word, icon: Icon, key }) => (
            <Spotlight.Action
              key={to}
              label={t(word)}
              onClick={() => void navigate({ to })}
              leftSection={<Icon size={18} stroke={1.5} />}
              {...(key && { rightSection: <Keys of={{ keys: `g ${key}` }} /> })}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {acts.length > 0 && (
        <Spotlight.ActionsGroup label={t('palette.do')}>
          {acts.slice(0, onlyActs ? 50 : MOST).map((action) => (
            <Spotlight.Action
              key={action.id}
              label={action.label}
              onClick={() => action.run()}
              leftSection={<IconBolt size={18} stroke={1.5} />}
              {...(action.keys && { rightSection: <Keys of={action} /> })}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
    </>
  );
}

/** Leads and campaigns that are called so. */
function Records({ text }: { readonly text: string }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const wanted = useDeferredValue(text);
  const campaigns = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how));
  const leads = useQuery({
    ...useAsk.options('palette', { search: wanted }, (client, how) =>
      client.leads.list({ search: wanted, limit: MOST }, how),
    ),
    enabled: wanted.length > 1,
  });
  const rows = wanted.length > 1 ? ((leads.data?.leads ?? []) as unknown as readonly LeadRow[]) : [];
  const named = (campaigns.data?.campaigns ?? []) as unknown as readonly { id: string; name: string; state: string }[];
  const some = text === '' ? [] : named.filter(({ name }) => name.toLowerCase().includes(text)).slice(0, MOST);
  if (rows.length + some.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={t('palette.records')}>
      {rows.map(({ id, name, email, company }) => (
        <Spotlight.Action
          key={id}
          label={name ?? email ?? id}
          description={[email, company].filter(Boolean).join(' · ')}
          leftSection={<IconUser size={18} stroke={1.5} />}
          onClick={() => void navigate({ to: '/leads/$lead', params: { lead: id } })}
        />
      ))}
      {some.map(({ id, name, state }) => (
        <Spotlight.Action
          key={id}
          label={name}
          description={state}
          leftSection={<IconSpeakerphone size={18} stroke={1.5} />}
          onClick={() => void navigate({ to: '/campaigns/$campaign', params: { campaign: id } })}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
