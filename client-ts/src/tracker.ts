import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { type Client, Code, ConnectError } from '@connectrpc/connect';
import { positive } from './checks.js';
import { type Ingest, type TrackedEvent, TrackedEventSchema, type TrackResponse } from './gen/makolet/v1/ingest_pb.js';
import { mayPass, pauseBefore, wait } from './retry.js';

/** What happened to whom. An event without an id gets one, and one without a time happens now. */
export type Event = MessageInitShape<typeof TrackedEventSchema>;

/** What became of an event: the log has it, or it is lost and why. */
export type Tracked = { readonly accepted: true } | { readonly accepted: false; readonly why: ConnectError };

export interface TrackerSettings {
  /** Events that may wait, at most; 10,000 where it is not given. */
  readonly most?: number;
  /** Milliseconds for which the same events are sent again while nobody takes them; a minute where it is not given. */
  readonly patience?: number;
}

const MOST_WAITING = 10_000;
const PATIENCE = 60_000;
const MOST_EVENTS = 500;
/** Of the events of a request together, unless one alone has more. */
const MOST_BYTES = 60 << 10;
/** A request has at most 1 MiB. */
const MOST_BYTES_OF_ONE = 1_000_000;
const CALL_MILLIS = 10_000;

interface Waiting {
  readonly event: TrackedEvent;
  readonly bytes: number;
  readonly settle: (became: Tracked) => void;
}

/** Sends events in batches, one after the other, in the order in which they came. */
export class Tracker {
  private readonly most: number;
  private readonly patience: number;
  private waiting: Waiting[] = [];
  private open = 0;
  private sending: Promise<void> | undefined;

  /** @throws RangeError if a setting is not positive */
  constructor(
    private readonly ingest: Client<typeof Ingest>,
    settings: TrackerSettings = {},
  ) {
    this.most = positive('most', settings.most ?? MOST_WAITING);
    this.patience = positive('patience', settings.patience ?? PATIENCE);
  }

  /** Sends an event soon. It may be left alone: the promise says what became of the event, and is never rejected. */
  track(event: Event): Promise<Tracked> {
    const made = create(TrackedEventSchema, event);
    made.id ||= crypto.randomUUID();
    made.time ??= timestampNow();
    const bytes = toBinary(TrackedEventSchema, made).length;
    if (bytes > MOST_BYTES_OF_ONE) {
      return lost(Code.InvalidArgument, `event ${made.id} has ${bytes} bytes, expected at most ${MOST_BYTES_OF_ONE}`);
    }
    if (this.open >= this.most) {
      return lost(Code.ResourceExhausted, `${this.open} events wait, expected fewer than ${this.most}`);
    }
    this.open++;
    return new Promise(settle => {
      this.waiting.push({ event: made, bytes, settle });
      this.sending ??= this.send();
    });
  }

  /** Waits until it is known of all events what became of them. */
  async flush(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    // What is told in one go, goes in one request.
    await undefined;
    while (this.waiting.length > 0) {
      const batch = this.take();
      const became = await this.sendBatch(batch.map(one => one.event));
      this.open -= batch.length;
      batch.forEach((one, index) => one.settle(became(index)));
    }
    this.sending = undefined;
  }

  private take(): Waiting[] {
    let count = 0;
    let bytes = 0;
    for (const one of this.waiting) {
      bytes += one.bytes;
      if (count === MOST_EVENTS || (count > 0 && bytes > MOST_BYTES)) {
        break;
      }
      count++;
    }
    const batch = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    return batch;
  }

  /** Sends the same events, with the same ids, until they are taken or refused; what became of each by its place. */
  private async sendBatch(events: TrackedEvent[]): Promise<(index: number) => Tracked> {
    const end = performance.now() + this.patience;
    for (let again = 1; ; again++) {
      try {
        const response = await this.ingest.track({ events }, { timeoutMs: CALL_MILLIS });
        return outcomes(response);
      } catch (failure) {
        const why = ConnectError.from(failure);
        const pause = pauseBefore(again);
        if (!mayPass(why) || performance.now() + pause >= end) {
          return () => ({ accepted: false, why });
        }
        await wait(pause);
      }
    }
  }
}

function outcomes(response: TrackResponse): (index: number) => Tracked {
  const failures = new Map(response.failures.map(failure => [failure.index, failure.error]));
  return index => {
    const error = failures.get(index);
    return failures.has(index)
      ? { accepted: false, why: new ConnectError(error?.message ?? '', error?.code ?? Code.Unknown) }
      : { accepted: true };
  };
}

function lost(code: Code, message: string): Promise<Tracked> {
  return Promise.resolve({ accepted: false, why: new ConnectError(message, code) });
}
