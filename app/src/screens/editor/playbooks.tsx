/** All playbooks: what is being written, and what comes with Rekindle. */
import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { useNames } from '../../parts/names.ts';
import { Page, Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useEditorWords } from '../../words/editor.ts';
import { useGiven } from '../../words/given.ts';

/** The screen. */
export function PlaybooksScreen() {
  const { t } = useEditorWords();
  const { may } = useHere();
  const [given, names] = [useGiven(), useNames()];
  const navigate = useNavigate();
  const [own, setOwn] = useState<string | null>(null);
  const drafts = useAsk('drafts', {}, (client, how) => client.drafts.list({}, how));
  const known = useAsk('playbooks', {}, (client, how) => client.playbooks.list({}, how));
  return (
    <Page title={t('nav.playbooks')} says={t('playbooks.says')}>
      <Panel title={t('playbooks.drafts')}>
        <Asked of={drafts}>
          {({ drafts: all }) => (
            <ul className="plain-list">
              {all.length === 0 && <li className="dim">{t('playbooks.noDraft')}</li>}
              {all.map(({ playbook, revision, changedAt, changedBy }) => (
                <li key={playbook} className="line-between">
                  <PlaybookLink name={playbook} />
                  <span className="dim small">
                    {t('playbooks.changed', { n: revision, who: changedBy })}, <When at={changedAt} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Asked>
      </Panel>
      <Panel title={t('playbooks.builtIn')}>
        <Asked of={known}>
          {({ builtIn, about }) => (
            <ul className="plain-list">
              {builtIn.map((name) => (
                <li key={name} className="line-between">
                  <span className="about">
                    <PlaybookLink name={name} title={given(about[name]?.title ?? '')} />
                    <span className="dim small">{given(about[name]?.description ?? '')}</span>
                  </span>
                  {may(ROLE.manager) && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('playbooks.ownFrom', { name: names('playbook', name) })}
                      onClick={() => setOwn(name)}
                    >
                      {t('playbooks.own')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Asked>
      </Panel>
      {own !== null && (
        <Confirm
          of={ownFrom(
            own,
            names('playbook', own),
            t,
            (playbook) => void navigate({ to: '/playbooks/$playbook', params: { playbook } }),
          )}
          close={() => setOwn(null)}
        />
      )}
    </Page>
  );
}

/** A copy under a name of its own, to be changed in the editor. */
function ownFrom(
  from: string,
  called: string,
  t: ReturnType<typeof useEditorWords>['t'],
  made: (playbook: string) => void,
): Question<{ readonly playbook: string }> {
  return {
    ...{ title: t('playbooks.ownFrom', { name: called }), says: t('playbooks.ownSays'), why: t('playbooks.ownName') },
    ...{ go: t('playbooks.ownGo'), done: t('playbooks.ownMade') },
    call: (name) => (client) => client.drafts.save({ playbook: name, from }),
    then: ({ playbook }) => made(playbook),
  };
}

/** By its title, where it says one; the name it is asked for by stands beside it. */
function PlaybookLink({ name, title = '' }: { readonly name: string; readonly title?: string | undefined }) {
  return (
    <span>
      <Link to="/playbooks/$playbook" params={{ playbook: name }}>
        {title || name}
      </Link>{' '}
      {title !== '' && <code className="code-dim">{name}</code>}
    </span>
  );
}
