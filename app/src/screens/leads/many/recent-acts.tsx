/** Acts on many leads, newest first: what was done to how many, who was passed over, and the way back. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import type { CampaignRow } from '../../../api/shapes.ts';
import { StateBadge } from '../../../parts/badges.tsx';
import { When } from '../../../parts/when.tsx';
import { ROLE } from '../../../session/roles.ts';
import { useHere } from '../../../session/session.tsx';
import type { Word } from '../../../words/en.ts';
import { useLeadWords } from '../../../words/leads.ts';
import { type ManyAct, Progress, useActs } from './progress.tsx';

/** Leads that are named of one reason. */
const NAMED = 50;
/** What no act takes back. */
const FOR_GOOD: ReadonlySet<string> = new Set(['suppress']);

/** The dialog. */
export function RecentActs({ close }: { close(): void }) {
  const { t } = useLeadWords();
  const acts = useActs(true);
  return (
    <Modal opened size="lg" onClose={close} title={t('acts.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {acts.length === 0 && <Text c="dimmed">{t('acts.none')}</Text>}
      <Stack component="ul" gap="md" className="acts">
        {acts.map((one) => (
          <ActItem key={one.id} of={one} />
        ))}
      </Stack>
    </Modal>
  );
}

function ActItem({ of }: { readonly of: ManyAct }) {
  const { t } = useLeadWords();
  const { may } = useHere();
  const act = useAct();
  const into = useNameOf(of);
  const { id, state, changed, restored, kept } = of;
  const isUnderWay = state === 'running' || state === 'undoing';
  const isUndoable = (state === 'done' || state === 'cancelled') && changed > 0 && !FOR_GOOD.has(of.act);
  const whom = of.named !== null ? t('acts.named', { n: of.named }) : of.where === '' ? t('acts.all') : of.where;
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div className="acts-what">
          <Group gap="xs">
            <b>
              {t(`all.${of.act}` as Word)}
              {into !== '' && `: ${into}`}
            </b>
            <StateBadge state={state} />
          </Group>
          <Text size="sm" c="dimmed">
            {whom} · {of.startedBy} · <When at={of.startedAt} />
          </Text>
          <Text size="sm">
            {t('acts.changed', { n: changed })}
            {state === 'undone' && ` ${t('acts.restored', { n: restored, kept })}`}
          </Text>
        </div>
        {may(ROLE.operator) && isUndoable && (
          <Button
            size="compact-sm"
            variant="default"
            className="acts-whole"
            loading={act.busy}
            onClick={() => act.run({ call: (client) => client.bulk.undo({ bulk: id }), done: t('act.undone') })}
          >
            {t('act.undo')}
          </Button>
        )}
      </Group>
      {isUnderWay && may(ROLE.operator) && <Progress of={of} />}
      {of.reasons.map((reason) => (
        <PassedOver key={reason.code} bulk={id} reason={reason} />
      ))}
    </li>
  );
}

/** The tag, the owner, or the name of the campaign. */
function useNameOf({ act, value }: ManyAct): string {
  const isCampaign = act === 'enroll';
  const asked = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how), { enabled: isCampaign });
  if (!isCampaign) return value;
  const campaigns = (asked.data?.campaigns ?? []) as unknown as readonly CampaignRow[];
  return campaigns.find(({ id }) => id === value)?.name ?? value;
}

/** How many for this reason, and on demand who. */
function PassedOver({ bulk, reason }: { readonly bulk: string; readonly reason: ManyAct['reasons'][number] }) {
  const { t } = useLeadWords();
  const [opened, setOpened] = useState(false);
  const words = { bulk, reason: reason.code, limit: NAMED };
  const asked = useAsk('bulk leads', words, (client, how) => client.bulk.show(words, how), { enabled: opened });
  const leads = asked.data?.leads ?? [];
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <Text span size="sm" c="dimmed">
          {t('all.skipped', { n: reason.leads, says: reason.says })}
        </Text>
      </summary>
      <Text size="sm" className="acts-leads">
        {leads.map(({ leadId }) => (
          <Link key={leadId} to="/leads/$lead" params={{ lead: leadId }} className="row-link">
            {leadId}
          </Link>
        ))}
        {leads.length === NAMED && <span className="dim">{t('acts.more', { n: NAMED })}</span>}
      </Text>
    </details>
  );
}
