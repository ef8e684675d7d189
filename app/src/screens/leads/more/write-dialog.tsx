/** A mail to a lead by hand: from whom, in which words, what is added, and what the gate says of it before it is sent. */
import { Alert, Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Act, useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import type { Call } from '../../../api/client.ts';
import type { SpokenReason } from '../../../api/shapes.ts';
import { Asked } from '../../../parts/asked.tsx';
import { CopyCurl } from '../../../parts/curl.tsx';
import { When } from '../../../parts/when.tsx';
import { Reasons } from '../../../parts/why.tsx';
import { useLeadPartWords } from '../../../words/lead-parts.ts';

interface WriteProps {
  readonly lead: string;
  readonly zone: string | null;
  close(): void;
}

/** How it would stand, as `message preview` tells it. */
interface Outlook {
  readonly from: string | null;
  readonly to: string | null;
  readonly senders: readonly { readonly address: string; readonly name: string; readonly campaign: string }[];
  readonly footer: string | null;
  readonly dry: boolean;
  readonly verdict: 'send' | 'hold' | 'refuse';
  readonly heldUntil: string | null;
  readonly why: readonly SpokenReason[];
}

/** What became of it. */
type Sent = Pick<Outlook, 'verdict' | 'heldUntil'> & { readonly messageId: string; readonly isNew: boolean };

/** Seconds in which it can be taken back: as long as that is offered. */
const WAIT = 10;

/** The dialog. */
export function WriteDialog({ lead, zone, close }: WriteProps) {
  const { t } = useLeadPartWords();
  const [from, setFrom] = useState<string | null>(null);
  const wish = from === null ? { lead } : { lead, from };
  const asked = useAsk('by hand', wish, (client, how) => client.messages.preview(wish, how));
  return (
    <Modal
      opened
      onClose={close}
      title={t('write.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Asked of={asked}>
        {(outlook) => <Letter {...{ lead, zone, close, from, setFrom }} of={outlook as unknown as Outlook} />}
      </Asked>
    </Modal>
  );
}

interface LetterProps extends WriteProps {
  readonly of: Outlook;
  /** The mailbox that was chosen; null = whoever wrote last. */
  readonly from: string | null;
  setFrom(from: string | null): void;
}

function Letter({ of, lead, zone, from, setFrom, close }: LetterProps) {
  const { t } = useLeadPartWords();
  const act = useAct();
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const call: Call<unknown> = (client) =>
    client.messages.write({ lead, subject, text, wait: WAIT, ...(from !== null && { from }) });
  const done = useSaid();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ ...{ call, done, then: close, undone: t('write.undone') }, undoOf } as Act);
  };
  const ready = of.verdict !== 'refuse' && subject.trim() !== '' && text.trim() !== '';
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <NativeSelect
          label={t('write.from')}
          description={of.to === null ? undefined : t('write.to', { to: of.to })}
          data={sendersOf(of, t('write.choose'))}
          value={from ?? of.from ?? ''}
          onChange={(event) => setFrom(event.currentTarget.value || null)}
        />
        <GateSays of={of} zone={zone} />
        <TextInput
          label={t('write.subject')}
          data-autofocus
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Textarea
          label={t('write.text')}
          autosize
          minRows={6}
          maxRows={16}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {of.footer !== null && (
          <div>
            <span className="label">{t('write.added')}</span>
            <blockquote className="said dim small">{of.footer}</blockquote>
          </div>
        )}
        <p className="dim small">{t('write.holds')}</p>
        <Group justify="space-between">
          <CopyCurl call={call} />
          <Button type="submit" disabled={!ready} loading={act.busy}>
            {t('write.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function sendersOf({ senders, from }: Outlook, choose: string) {
  const all = senders.map(({ address, name, campaign }) => ({
    value: address,
    label: `${name === '' ? address : `${name} <${address}>`} · ${campaign}`,
  }));
  return from === null ? [{ value: '', label: choose }, ...all] : all;
}

/** What is known now of whether it may leave, and where it would go. */
function GateSays({
  of: { verdict, heldUntil, why, dry },
  zone,
}: {
  readonly of: Outlook;
  readonly zone: string | null;
}) {
  const { t } = useLeadPartWords();
  return (
    <div aria-live="polite">
      {verdict === 'hold' && (
        <Alert color="yellow" className="flat" title={heldUntil === null ? t('write.heldOpen') : t('write.held')}>
          {heldUntil !== null && <When at={heldUntil} zone={zone} exact />}
          <Reasons of={why} />
        </Alert>
      )}
      {verdict === 'refuse' && (
        <Alert color="red" className="flat" title={t('write.refused')}>
          <Reasons of={why} />
        </Alert>
      )}
      {dry && (
        <Alert color="gray" className="flat" mt="xs">
          {t('write.dry')}
        </Alert>
      )}
    </div>
  );
}

function useSaid() {
  const { t, language } = useLeadPartWords();
  return (answer: unknown) => {
    const { isNew, verdict, heldUntil } = answer as Sent;
    if (!isNew) return t('write.same');
    if (verdict !== 'hold') return t('write.sent', { n: WAIT });
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    return heldUntil === null ? t('write.waits') : t('write.waitsUntil', { at: format.format(Date.parse(heldUntil)) });
  };
}

/** What was there already was not written now, and is not taken back. */
const undoOf: NonNullable<Act['undoOf']> = (answer) => {
  const { isNew, messageId: id } = answer as Sent;
  return isNew ? (client) => client.messages.cancel({ id }) : null;
};
