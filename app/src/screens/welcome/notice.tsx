/** On the first screen of a new instance: the way to the first campaign, until there is something to see, or nobody wants it. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Panel } from '../../parts/page.tsx';
import { useWelcomeWords } from '../../words/welcome.ts';
import { FIRST_STEPS, useFirstSteps } from './first-steps.ts';

/** The panel; nothing where it is not wanted. */
export function WelcomeNotice() {
  const { t } = useWelcomeWords();
  const { fresh, done } = useFirstSteps();
  if (!fresh) return null;
  const n = FIRST_STEPS.filter((step) => done[step]).length;
  return (
    <Panel
      title={t('welcome.title')}
      beside={
        <Button size="xs" renderRoot={(props) => <Link to="/welcome" {...props} />}>
          {t(n === 0 ? 'welcome.begin' : 'welcome.goOn')}
        </Button>
      }
    >
      <p className="dim">{t('welcome.notice', { n })}</p>
    </Panel>
  );
}
