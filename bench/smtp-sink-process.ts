/** A sink in a process of its own, so that a measurement of sending does not pay for receiving. Tells its port to its parent. */
import { startSmtpSink } from '../src/testing/smtp-sink.ts';

const sink = await startSmtpSink();
process.send?.({ port: sink.port });
process.once('disconnect', () => void sink.close());
