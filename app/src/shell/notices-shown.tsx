/** Notices in their corner. */
import { Notifications } from '@mantine/notifications';

/** Them. */
export function NoticesShown() {
  return <Notifications position="bottom-right" />;
}
