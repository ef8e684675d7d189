/** Writing to a lead by hand from its page: offered to whoever may, and opened by a key, a button or the palette. */
import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { LeadPage } from '../../api/shapes.ts';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useLeadWords } from '../../words/leads.ts';

const WriteDialog = lazy(() => import('./more/write-dialog.tsx').then((found) => ({ default: found.WriteDialog })));
const NONE: readonly Action[] = [];

/** The button, and the dialog while it is open. */
export function Write({ page }: { readonly page: LeadPage }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const [writing, setWriting] = useState(false);
  const offered = useMemo(
    (): Action[] => [
      { id: 'write', label: t('lead.write'), group: t('lead.one'), keys: 'w', run: () => setWriting(true) },
    ],
    [t],
  );
  useOffer(may(ROLE.operator) ? offered : NONE);
  if (!may(ROLE.operator)) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconMail size={14} />} onClick={() => setWriting(true)}>
        {t('lead.write')}
      </Button>
      {writing && (
        <Suspense fallback={null}>
          <WriteDialog lead={page.id} zone={page.zone ?? null} close={() => setWriting(false)} />
        </Suspense>
      )}
    </>
  );
}
