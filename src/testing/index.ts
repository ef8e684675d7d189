/** What adapters and playbooks outside this tree are tested with: public as `rekindle/testing`. */
export { virtualClock } from '../engine/clock.ts';
export { describeChannel, sampleMail } from './channel-conformance.ts';
export { startDnsServer } from './dns-server.ts';
export { startSmtpSink } from './smtp-sink.ts';
export { openVirtualInstance, type VirtualInstance, type VirtualInstanceOptions } from './virtual-instance.ts';
