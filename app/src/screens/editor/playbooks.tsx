/** All playbooks: what is being written, and what comes with Rekindle. */
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { useEditorWords } from '../../words/editor.ts';

/** The screen. */
export function PlaybooksScreen() {
  const { t } = useEditorWords();
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
          {({ builtIn }) => (
            <ul className="plain-list">
              {builtIn.map((name) => (
                <li key={name}>
                  <PlaybookLink name={name} />
                </li>
              ))}
            </ul>
          )}
        </Asked>
      </Panel>
    </Page>
  );
}

function PlaybookLink({ name }: { readonly name: string }) {
  return (
    <Link to="/playbooks/$playbook" params={{ playbook: name }}>
      {name}
    </Link>
  );
}
