/** Processes of this machine: how one signs its leases, and whether a signer is still there. Asks the system, keeps nothing. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import type { Peers } from '../engine/ports.ts';

/** Engines of this thread: what one of them leaves behind is not the other's. */
let asked = 0;

/**
 * The processes of this machine as peers. A signature is `host:pid:start:thread-count`, another one for each asking; of another host, or where the system does not
 * tell, a process counts as alive: its leases then run out by themselves.
 * Why `start`: the number of a dead process is given to another one sooner or later.
 */
export function processPeers(): Peers {
  asked += 1;
  const host = hostname();
  return {
    self: `${host}:${process.pid}:${startOf(process.pid)}:${threadId}-${asked}`,
    isGone(owner) {
      const [pid, start] = owner.startsWith(`${host}:`) ? owner.slice(host.length + 1).split(':') : [];
      return pid !== undefined && /^\d+$/.test(pid) && hasEnded(Number(pid), start ?? '');
    },
  };
}

function hasEnded(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const now = startOf(pid);
  return start !== '' && now !== '' && now !== start;
}

/** Fields of `/proc/<pid>/stat` after the name in brackets. Source: proc_pid_stat(5), fields 3 and 22. */
const STATE = 0;
const START_TIME = 19;

/** When a process began, as Linux counts it; `dead` of one that waits to be buried; '' where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE] === 'Z' ? 'dead' : (fields[START_TIME] ?? '');
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code === 'string') return '';
    throw error;
  }
}
