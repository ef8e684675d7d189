/** How a webhook fares, as a small mark. */
import type { RekindleClient } from '../../api/client.ts';
import { Tag } from '../../parts/tag.tsx';
import { useSettingWords } from '../../words/settings.ts';

/** A webhook as it is shown. */
export type Webhook = Awaited<ReturnType<RekindleClient['webhooks']['list']>>['webhooks'][number];

/** Whether it is told, and how that goes. */
export function WebhookState({ of: { state, fails, failed } }: { readonly of: Webhook }) {
  const { t } = useSettingWords();
  if (state === 'off') return <Tag tone="over">{t('word.off')}</Tag>;
  if (fails > 0) return <Tag tone="bad">{t('webhooks.fails', { n: fails })}</Tag>;
  return <Tag tone={failed > 0 ? 'waits' : 'good'}>{t('word.on')}</Tag>;
}
