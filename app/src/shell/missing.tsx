/** An address that is none of ours. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/states.tsx';
import { useWords } from '../words/words.tsx';

/** What is shown there. */
export function Missing() {
  const { t } = useWords();
  return (
    <Empty order={1} title={t('state.missing')} says={t('state.missingSays')}>
      <Button variant="default" component={Link} to="/">
        {t('nav.home')}
      </Button>
    </Empty>
  );
}
