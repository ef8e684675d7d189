/** One real mail of what is shown, to an address of one’s own: it says that it is a test, and counts for nothing. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { RekindleError } from '../../api/client.ts';
import { toldOf } from '../../api/told.ts';
import { useHere } from '../../session/session.tsx';
import { useEditorPartWords } from '../../words/editor-parts.ts';
import type { Desk } from './desk.ts';

interface TestSendProps {
  readonly desk: Desk;
  readonly template: string;
  /** Id of the lead whose words it bears. */
  readonly lead: string;
  /** The lead has every word that it needs. */
  readonly ready: boolean;
}

/** The form. */
export function TestSend({ desk, template, lead, ready }: TestSendProps) {
  const { t } = useEditorPartWords();
  const { client, session } = useHere();
  const { playbook, campaign, files } = desk;
  const [to, setTo] = useState(session.email);
  const wish = { playbook, template, lead, to: to.trim(), files, ...(campaign && { campaign }) };
  const send = useMutation({ mutationFn: () => client.drafts.sendTest(wish) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const error = send.error instanceof RekindleError ? send.error : null;
  return (
    <form className="test-send" onSubmit={submit} aria-label={t('test.title')}>
      <h3 className="label">{t('test.title')}</h3>
      <p className="dim small">{t('test.says')}</p>
      <div className="test-send-line">
        <TextInput
          size="xs"
          type="email"
          required
          withAsterisk={false}
          label={t('test.to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" type="submit" disabled={!ready} loading={send.isPending}>
          {t('test.send')}
        </Button>
      </div>
      {send.data && (
        <p role="status" className="good small">
          {t('test.sent', { to: send.data.to, subject: send.data.subject })}
        </p>
      )}
      {send.error && (
        <p role="alert" className="bad small">
          {error ? toldOf(error) : t('state.failedSays')}
        </p>
      )}
    </form>
  );
}
