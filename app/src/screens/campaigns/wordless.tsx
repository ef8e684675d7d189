/** Whose messages would have no words: by step and fact, and the leads by name, each leading to its page. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RekindleClient } from '../../api/client.ts';
import { useNames } from '../../parts/names.ts';
import { useWorkWords } from '../../words/work.ts';

/** As the pre-flight tells them. */
type Words = Awaited<ReturnType<RekindleClient['campaigns']['check']>>['words'];

/** Leads that are shown before all that are named are asked for. */
const AT_FIRST = 20;

/** The part of the panel; nothing where every message has its words. */
export function WordlessLeads({ words }: { readonly words: Words }) {
  const { t } = useWorkWords();
  const names = useNames();
  const [all, setAll] = useState(false);
  if (words.leads === 0) return null;
  const shown = all ? words.first : words.first.slice(0, AT_FIRST);
  return (
    <section aria-label={t('wordless.title')}>
      <h3>{t('wordless.title')}</h3>
      <p className="dim small under">{t('wordless.says')}</p>
      <ul className="wordless">
        {words.templates.map(({ sequence, step, template, missing, code, leads }) => (
          <li key={JSON.stringify([sequence, step, template, missing, code])}>
            <b>{missing ?? code}</b>
            <span className="dim" title={[template, sequence, step].join(', ')}>
              {t('wordless.in', {
                template: names('template', template),
                sequence: names('sequence', sequence),
                step: names('step', step),
              })}
            </span>
            <span>{t('wordless.leads', { n: leads })}</span>
          </li>
        ))}
      </ul>
      <ul className="wordless" aria-label={t('wordless.whom')}>
        {shown.map(({ leadId, name, template, missing, code }, n) => (
          <li key={JSON.stringify([leadId, template, missing, n])}>
            <Link to="/leads/$lead" params={{ lead: leadId }} className="among-words">
              {name ?? leadId}
            </Link>
            <span className="dim" title={template}>
              {t('wordless.lacks', { missing: missing ?? code, template: names('template', template) })}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < words.first.length && (
        <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>
          {t('wordless.all', { n: words.first.length })}
        </Button>
      )}
      {all && words.first.length < words.leads && (
        <p className="dim small">{t('wordless.more', { n: words.first.length, of: words.leads })}</p>
      )}
    </section>
  );
}
