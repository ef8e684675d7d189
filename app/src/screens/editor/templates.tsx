/** The words of a playbook beside what becomes of them: for one lead as it would be read, for twenty with what is missing. */
import { Button, Group, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { type TemplateView, withBody, withSubject } from '../../editor/model.ts';
import { fileOf, htmlOf } from '../../editor/places.ts';
import { Panel } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useHere } from '../../session/session.tsx';
import { useEditorPartWords } from '../../words/editor-parts.ts';
import type { Desk } from './desk.ts';
import { NewTemplate, TemplateActs } from './template-acts.tsx';
import { TestSend } from './test-send.tsx';

const SHOW_AFTER_MS = 300;
const MANY = 20;

/** The part. */
export function Templates({ desk }: { readonly desk: Desk }) {
  const { t } = useEditorPartWords();
  const { template: asked } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const { templates } = desk.view;
  const template = templates.find(({ name }) => name === asked) ?? templates[0];
  if (!template)
    return (
      <>
        <p className="dim">{t('words.none')}</p>
        {desk.mayEdit && <NewTemplate desk={desk} />}
      </>
    );
  return (
    <>
      <Group mb="sm">
        <Select
          size="xs"
          w={280}
          searchable
          allowDeselect={false}
          label={t('words.template')}
          data={templates.map(({ name }) => name)}
          value={template.name}
          onChange={(next) => void go({ search: (before) => ({ ...before, template: next ?? '' }) })}
        />
      </Group>
      <TemplateActs key={template.name} desk={desk} template={template} />
      <div className="halves">
        <Written desk={desk} template={template} />
        <div>
          <Shown key={template.name} desk={desk} template={template} />
          <Many desk={desk} template={template} />
        </div>
      </div>
    </>
  );
}

interface PartProps {
  readonly desk: Desk;
  readonly template: TemplateView;
}

function Written({ desk, template: { name, channel, subject, body, html } }: PartProps) {
  const { t } = useEditorPartWords();
  const file = fileOf(name);
  const text = desk.files[file] ?? '';
  const write = (next: string) => desk.change({ kind: 'write', file, text: next });
  const off = !desk.mayEdit;
  return (
    <Panel title={name} beside={<span className="dim small">{channel}</span>}>
      <div className="fields">
        {channel === 'email' && (
          <TextInput
            label={t('words.subject')}
            readOnly={off}
            value={subject}
            onChange={(event) => write(withSubject(text, event.currentTarget.value))}
          />
        )}
        <Textarea
          label={t('words.body')}
          autosize
          minRows={10}
          maxRows={30}
          readOnly={off}
          classNames={{ input: 'mono' }}
          value={body}
          onChange={(event) => write(withBody(text, event.currentTarget.value))}
        />
        {channel === 'email' && (
          <Textarea
            label={t('words.html')}
            autosize
            maxRows={20}
            readOnly={off}
            classNames={{ input: 'mono' }}
            value={html ?? ''}
            onChange={(event) =>
              desk.change({ kind: 'write', file: htmlOf(name), text: event.currentTarget.value || null })
            }
          />
        )}
      </div>
      <Variables text={`${subject}\n${body}\n${html ?? ''}`} />
    </Panel>
  );
}

const OUTPUT = /\{\{-?\s*([a-zA-Z][\w.[\]0-9]*)([^}]*)\}\}/g;

function Variables({ text }: { readonly text: string }) {
  const { t } = useEditorPartWords();
  const found = new Map<string, string | null>();
  for (const [, name = '', filters = ''] of text.matchAll(OUTPUT)) {
    const fallback = /\|\s*default:\s*("([^"]*)"|'([^']*)'|[\w.]+)/.exec(filters);
    const words = fallback ? (fallback[2] ?? fallback[3] ?? fallback[1] ?? '') : null;
    // Settings always have a value.
    if (!name.startsWith('settings.') && found.get(name) !== null) found.set(name, words);
  }
  if (found.size === 0) return null;
  return (
    <>
      <h3 className="label">{t('words.variables')}</h3>
      <ul className="plain small">
        {[...found].map(([name, fallback]) => (
          <li key={name}>
            <code>{name}</code>{' '}
            <span className="dim">
              {fallback !== null
                ? t('words.fallback', { what: fallback })
                : t(isAskedFor(text, name) ? 'words.guarded' : 'words.noFallback')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether a condition of the template looks at it first. */
function isAskedFor(text: string, name: string): boolean {
  return [...text.matchAll(/\{%-?\s*(?:if|elsif|unless)([^%]*)%\}/g)].some(([, asked = '']) => asked.includes(name));
}

function Shown({ desk, template: { name, channel } }: PartProps) {
  const { t } = useEditorPartWords();
  const [lead, setLead] = useState('');
  const [as, setAs] = useState('text');
  const [settled] = useDebouncedValue(desk.files, SHOW_AFTER_MS);
  const [who] = useDebouncedValue(lead.trim(), SHOW_AFTER_MS);
  const { playbook, campaign } = desk;
  const wish = { playbook, template: name, files: settled, ...(campaign && { campaign }), ...(who && { lead: who }) };
  const asked = useAsk('draft render', wish, (client, how) => client.drafts.render(wish, how));
  const one = asked.data?.leads[0];
  const ways = channel === 'email' ? (['text', 'mail', 'dark'] as const) : (['text'] as const);
  return (
    <Panel
      title={t('words.preview')}
      beside={
        <SegmentedControl
          size="xs"
          aria-label={t('words.as')}
          value={as}
          onChange={setAs}
          data={ways.map((value) => ({ value, label: t(`words.${value}`) }))}
        />
      }
    >
      <TextInput
        size="xs"
        label={t('words.lead')}
        value={lead}
        onChange={(event) => setLead(event.currentTarget.value)}
      />
      {asked.data?.isExampleSender && <p className="dim small">{t('words.example')}</p>}
      {asked.error ? (
        <Failed error={asked.error} again={() => void asked.refetch()} />
      ) : !asked.data ? (
        <Loading rows={6} />
      ) : !one ? (
        <p className="dim">{t('words.noLeads')}</p>
      ) : (
        <>
          <p className="dim small">{t('words.for', { who: one.name ?? one.email ?? one.leadId })}</p>
          {one.refused && (
            <p className="bad">{t('words.missing', { what: one.refused.variable ?? one.refused.detail })}</p>
          )}
          {one.words && <Words as={as} words={one.words} />}
          {one.segments > 0 && <p className="small">{t('words.segments', { n: one.segments })}</p>}
          {one.words && <Hints of={one.hints} />}
          {channel === 'email' && desk.mayEdit && (
            <TestSend desk={desk} template={name} lead={one.leadId} ready={one.words !== null} />
          )}
        </>
      )}
    </Panel>
  );
}

interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** A mail is shown in a frame of its own, in which nothing runs and nothing is fetched. */
function Words({ as, words: { subject, text, html } }: { readonly as: string; readonly words: Rendered }) {
  const { t } = useEditorPartWords();
  const ground =
    as === 'dark'
      ? '<meta name="color-scheme" content="dark"><style>body{background:#121212;color:#e6e6e6}a{color:#8ab4f8}</style>'
      : '<style>body{background:#fff;color:#222}</style>';
  const shut =
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">';
  return (
    <div className="shown-words">
      {subject && <b>{subject}</b>}
      {as === 'text' || html === null ? (
        <pre>{text}</pre>
      ) : (
        <iframe title={t('words.preview')} sandbox="" srcDoc={`${shut}${ground}${html}`} />
      )}
    </div>
  );
}

function Hints({ of }: { readonly of: readonly { readonly code: string; readonly says: string }[] }) {
  const { t } = useEditorPartWords();
  if (of.length === 0) return <p className="good small">{t('words.clean')}</p>;
  return (
    <>
      <h3 className="label">{t('words.hints')}</h3>
      <ul className="plain small">
        {of.map(({ code, says }) => (
          <li key={code} className="warn">
            {says}
          </li>
        ))}
      </ul>
    </>
  );
}

function Many({ desk: { playbook, campaign, files }, template: { name } }: PartProps) {
  const { t } = useEditorPartWords();
  const { client } = useHere();
  const wish = { playbook, template: name, files, many: MANY, ...(campaign && { campaign }) };
  const run = useMutation({ mutationFn: () => client.drafts.render(wish) });
  const leads = run.data?.leads ?? [];
  const missing = leads.filter(({ refused }) => refused !== null).length;
  return (
    <Panel
      title={t('words.many')}
      beside={
        <Button size="compact-sm" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {t('words.render')}
        </Button>
      }
    >
      {run.error && <Failed error={run.error} again={() => run.mutate()} />}
      {run.data && (
        <>
          <p role="status" className={missing > 0 ? 'bad line' : 'good line'}>
            {t('words.manySays', { ok: leads.length - missing, n: leads.length, missing })}
          </p>
          <ul className="plain small">
            {leads.map(({ leadId, name: who, email, words, refused, hints }) => (
              <li key={leadId}>
                <b>{who ?? email ?? leadId}</b>{' '}
                <span className={refused ? 'bad' : 'dim'}>
                  {refused
                    ? t('words.missing', { what: refused.variable ?? refused.detail })
                    : words?.subject || words?.text.slice(0, 60)}
                </span>{' '}
                <span className="warn">{hints.map(({ code }) => code).join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
