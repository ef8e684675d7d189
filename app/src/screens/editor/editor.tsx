/** The editor of one playbook. What it needs to read and write its files comes when it is opened. */
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Page } from '../../parts/page.tsx';
import { Loading } from '../../parts/states.tsx';
import { useEditorWords } from '../../words/editor.ts';

const Workbench = lazy(() => import('./workbench.tsx').then((found) => ({ default: found.Workbench })));

/** The screen. */
export function EditorScreen() {
  const { playbook } = useParams({ from: '/playbooks/$playbook' });
  const { campaign } = useSearch({ from: '/playbooks/$playbook' });
  const { t } = useEditorWords();
  const asked = useAsk('draft', { playbook }, (client, how) => client.drafts.show({ playbook }, how));
  const above = campaign ? (
    <Link to="/campaigns/$campaign" params={{ campaign }} className="back">
      <IconChevronLeft size={14} aria-hidden /> {t('nav.campaigns')}
    </Link>
  ) : (
    <Link to="/playbooks" className="back">
      <IconChevronLeft size={14} aria-hidden /> {t('nav.playbooks')}
    </Link>
  );
  return (
    <Page title={playbook} above={above} says={t('editor.from')}>
      <Asked of={asked}>
        {({ files, revision }) => (
          <Suspense fallback={<Loading />}>
            <Workbench key={playbook} playbook={playbook} campaign={campaign} files={files} revision={revision} />
          </Suspense>
        )}
      </Asked>
    </Page>
  );
}
