/** Whatever takes hand-offs by a POST, on the loopback: hands over what came, refuses, is busy or loses answers as it is told. */
import { type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './providers/api-server.ts';

/** What befalls one call: a fault, or a status that is answered. */
export type ReceiverFault = SendFault | number;

/** A receiver that listens. */
export interface Receiver extends ApiServer {
  readonly calls: readonly ArrivedCall[];
  /** Those that it took. */
  readonly taken: readonly ArrivedCall[];
}

/** Starts it. `fault` is asked for each call. */
export async function startReceiver(fault: () => ReceiverFault = () => null): Promise<Receiver> {
  const calls: ArrivedCall[] = [];
  const taken: ArrivedCall[] = [];
  const server = await startApiServer((call) => {
    calls.push(call);
    const befalls = fault();
    if (typeof befalls === 'number') return { status: befalls, body: { says: 'no' } };
    if (befalls === 'busy') return { status: 429, body: {}, headers: { 'retry-after': '120' } };
    if (befalls === 'broken') return { status: 500, body: {} };
    taken.push(call);
    if (befalls === 'broken-accepted') return { status: 503, body: {} };
    return { status: 200, body: 'ok', lost: befalls === 'lose-answer' };
  });
  return { ...server, calls, taken };
}
