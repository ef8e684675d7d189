/** What is assumed to happen, by time: a binary heap, ties broken by the order of adding. */
import type { EventKind } from '../../domain/event.ts';
import type { MessageChannel } from '../../domain/message.ts';

/** Something assumed to happen. */
export interface Future {
  readonly at: number;
  readonly kind: EventKind;
  readonly channel: MessageChannel;
  readonly messageId: string;
  readonly leadId: string;
}

/** What is assumed to happen, in order of time. */
export class Agenda {
  readonly #heap: (Future & { readonly order: number })[] = [];
  #added = 0;

  add(future: Future): void {
    const heap = this.#heap;
    heap.push({ ...future, order: this.#added++ });
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  /** Time of the first entry; infinity where there is none. */
  nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes out everything up to and including `now`, in order. */
  until(now: number): Future[] {
    const due: Future[] = [];
    while (this.nextAt() <= now) due.push(this.#take());
    return due;
  }

  #take(): Future {
    const heap = this.#heap;
    const top = heap[0] as Future;
    const last = heap.pop() as Future & { order: number };
    if (heap.length === 0) return top;
    heap[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (left < heap.length && this.#before(left, least)) least = left;
      if (right < heap.length && this.#before(right, least)) least = right;
      if (least === i) return top;
      this.#swap(i, least);
      i = least;
    }
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (!x || !y) return false;
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (x && y) {
      this.#heap[a] = y;
      this.#heap[b] = x;
    }
  }
}
