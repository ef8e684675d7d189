/** Forgetting a person from their page: asked once more, with their name typed out, for nothing brings them back. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { LeadPage } from '../../api/shapes.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type Action, useOffer } from '../../shell/actions.tsx';
import { useLeadWords } from '../../words/leads.ts';

const NONE: readonly Action[] = [];

/** Asks for it, and the question while it is asked; for admins alone, null for others. */
export function useErase({ id: lead, email, phone }: LeadPage) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const mayErase = may(ROLE.admin);
  const offered = useMemo(
    (): Action[] => [{ id: 'erase', label: t('lead.erase'), group: t('lead.one'), run: () => setAsking(true) }],
    [t],
  );
  useOffer(mayErase ? offered : NONE);
  if (!mayErase) return { ask: null, question: null };
  const who = email ?? phone ?? lead;
  const question: Question = {
    ...{ title: t('lead.eraseTitle', { name: who }), says: t('lead.eraseSays'), go: t('lead.eraseGo') },
    ...{ done: t('lead.erased'), typed: who, grave: true },
    call: () => (client) => client.people.erase({ lead, yes: true }),
    then: () => void navigate({ to: '/leads', replace: true }),
  };
  return {
    ask: () => setAsking(true),
    question: asking && <Confirm of={question} close={() => setAsking(false)} />,
  };
}
