/** A campaign is drafted: by what, on whom, by whom; or like another one. Nothing is sent. */
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import type { RekindleClient } from '../../../api/client.ts';
import type { CampaignPage } from '../../../api/shapes.ts';
import { CopyCurl } from '../../../parts/curl.tsx';
import { useNames } from '../../../parts/names.ts';
import { useDraftWords } from '../../../words/draft.ts';
import { type Audience, AudienceFields, audienceSaid, EVERYBODY } from './audience-fields.tsx';
import { SenderFields, senderSaid, senderTexts } from './sender-fields.tsx';
import { SettingFields, type Texts } from './setting-fields.tsx';

const FIRST = 'acquisition';
/** In front of the name of a playbook that is being written. */
const DRAFT = 'draft:';

interface DraftFormProps {
  /** What it is to be like; absent = it is begun from a playbook. */
  readonly like?: CampaignPage | undefined;
  /** On whom, to begin with. */
  readonly where?: string | undefined;
  close(): void;
  /** Told the id of what was made. */
  made?(id: string): void;
}

/** The form, in front of the screen. */
export function DraftForm({ like, where, close, made }: DraftFormProps) {
  const { t } = useDraftWords();
  const names = useNames();
  const act = useAct();
  const [name, setName] = useState(like ? t('draft.copyOf', { name: like.name }) : '');
  const [playbook, setPlaybook] = useState(FIRST);
  const [audience, setAudience] = useState<Audience>(like?.audience ?? { ...EVERYBODY, where: where ?? null });
  const [who, setWho] = useState<Texts>(() => (like ? senderTexts(like) : {}));
  const [set, setSet] = useState<Texts>({});
  const by = like
    ? { like: like.id }
    : playbook.startsWith(DRAFT)
      ? { draft: playbook.slice(DRAFT.length) }
      : { playbook, set };
  const call = (client: RekindleClient) =>
    client.campaigns.create({ name, ...by, ...audienceSaid(audience), ...senderSaid(who) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const then = (answer: { readonly id?: unknown }) => {
      close();
      made?.(String(answer.id));
    };
    act.run<{ readonly id?: unknown }>({ call, done: t('draft.made', { name }), then });
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      title={like ? t('draft.like', { name: like.name }) : t('draft.title')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit}>
        <div className="form-fields">
          <TextInput
            {...{ size: 'xs', required: true, withAsterisk: false, 'data-autofocus': true }}
            label={t('draft.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {!like && (
            <PlaybookChoice
              value={playbook}
              choose={(chosen) => {
                setPlaybook(chosen);
                setSet({});
              }}
            />
          )}
        </div>
        {like && (
          <p className="dim small">{t('draft.likeSays', { playbook: names('playbook', like.playbook.name) })}</p>
        )}
        <AudienceFields of={audience} put={setAudience} />
        <SenderFields of={who} put={setWho} />
        {!like && !playbook.startsWith(DRAFT) && <OwnSettings playbook={playbook} set={set} put={setSet} />}
        <Group justify="space-between" mt="md">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy}>
            {t('draft.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface ChoiceProps {
  readonly value: string;
  choose(playbook: string): void;
}

function PlaybookChoice({ value, choose }: ChoiceProps) {
  const { t } = useDraftWords();
  const names = useNames();
  const known = useAsk('playbooks', {}, (client, how) => client.playbooks.list({}, how)).data?.builtIn ?? [FIRST];
  const drafts = useAsk('drafts', {}, (client, how) => client.drafts.list({}, how)).data?.drafts ?? [];
  const builtIn = known.map((name) => ({ value: name, label: names('playbook', name) }));
  const own = drafts.map(({ playbook }) => ({
    value: DRAFT + playbook,
    label: t('draft.ofDraft', { name: playbook }),
  }));
  return (
    <NativeSelect
      size="xs"
      label={t('draft.playbook')}
      data={[...own, ...builtIn]}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function OwnSettings({
  playbook,
  set,
  put,
}: {
  readonly playbook: string;
  readonly set: Texts;
  put(set: Texts): void;
}) {
  const { t } = useDraftWords();
  const shown = useAsk('playbook', { playbook }, (client, how) => client.playbooks.show({ playbook }, how)).data;
  const settings = (shown?.settings ?? {}) as Record<string, unknown>;
  const n = Object.keys(settings).length;
  if (n === 0) return null;
  return (
    <fieldset className="form-part">
      <legend>{t('draft.settings', { n })}</legend>
      <SettingFields settings={settings} set={set} put={put} />
    </fieldset>
  );
}
