/** Notices in their corner: the newest stand, however many there were. Why: those beyond the room wait unseen, and a refusal among them. */
import { type NotificationData, notifications } from '@mantine/notifications';

const MOST = 3;
const told: string[] = [];

/** Shows one; what stood there longest makes room. Gives a way to take it away. */
export function notice(data: NotificationData): () => void {
  told.push(notifications.show(data));
  for (const id of told.splice(0, told.length - MOST)) notifications.hide(id);
  const id = told.at(-1) as string;
  return () => notifications.hide(id);
}
