import { create, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { GetOffersRequestSchema } from './gen/makolet/v1/personalization_pb.js';
import type { Question } from './makolet.js';

const AHEAD = 4;
const MOST_QUESTIONS = 128;
/** A request may have so many offers as its answer, all questions together. */
const MOST_OFFERS = 2_560;
const USUAL_LIMIT = 10;
/** Of a request: small ones are answered sooner, and share the connection with others. */
const MOST_BYTES = 60 << 10;
/** Tag and length of a question in its request. */
const FRAME_BYTES = 4;

/** Questions that are asked together, as the caller has them and as they are sent. */
export interface Batch<Q> {
  readonly questions: readonly Q[];
  readonly messages: readonly MessageShape<typeof GetOffersRequestSchema>[];
}

/** The batches that are asked and not yet answered, in order and numbered from 0; outlives the streams that ask them. */
export class Window<Q extends Question> {
  private readonly source: AsyncGenerator<Q, void, undefined>;
  private waiting: Batch<Q>[] = [];
  private first = 0;
  private next: IteratorResult<Q, void> | undefined;
  private reading: Promise<void> | undefined;
  private failure: { readonly cause: unknown } | undefined;
  private wake: (() => void)[] = [];
  private lastAsked = 0;

  constructor(questions: Iterable<Q> | AsyncIterable<Q>) {
    this.source = each(questions);
  }

  /** Number of the oldest batch without an answer. */
  get oldest(): number {
    return this.first;
  }

  /** The batch of a number as soon as it is not too far ahead; none behind the last question. */
  async at(number: number): Promise<Batch<Q> | undefined> {
    while (number >= this.first + AHEAD) {
      await new Promise<void>(wake => this.wake.push(wake));
    }
    while (number >= this.first + this.waiting.length && !this.ended()) {
      this.reading ??= this.read();
      await this.reading;
    }
    this.lastAsked = performance.now();
    return this.waiting[number - this.first];
  }

  /**
   * Is all answered?
   *
   * @throws what the caller's questions threw, when all before is answered
   */
  async done(): Promise<boolean> {
    if ((await this.at(this.first)) !== undefined) {
      return false;
    }
    if (this.failure) {
      throw this.failure.cause;
    }
    return true;
  }

  /** Takes the oldest batch out, as it is answered. */
  answered(): Batch<Q> | undefined {
    const batch = this.waiting.shift();
    if (batch) {
      this.first++;
      this.wake.splice(0).forEach(wake => wake());
    }
    return batch;
  }

  /** Has an answer been missing for so many milliseconds, counted from an instant at the earliest? */
  isSilent(millis: number, from: number): boolean {
    return this.waiting.length > 0 && performance.now() - Math.max(from, this.lastAsked) >= millis;
  }

  /** Says to the caller's questions that no more are needed. */
  async close(): Promise<void> {
    await this.source.return();
  }

  private ended(): boolean {
    return this.failure !== undefined || this.next?.done === true;
  }

  /** Reads one more batch, whoever waits for it. */
  private async read(): Promise<void> {
    const questions: Q[] = [];
    const messages: MessageShape<typeof GetOffersRequestSchema>[] = [];
    let bytes = 0;
    let offers = 0;
    try {
      while (questions.length < MOST_QUESTIONS) {
        this.next ??= await this.source.next();
        if (this.next.done) {
          break;
        }
        const question = this.next.value;
        const message = create(GetOffersRequestSchema, question);
        bytes += size(message);
        offers += message.limit || USUAL_LIMIT;
        if (questions.length > 0 && (bytes > MOST_BYTES || offers > MOST_OFFERS)) {
          break;
        }
        this.next = undefined;
        questions.push(question);
        messages.push(message);
      }
    } catch (cause) {
      this.failure = { cause };
    }
    if (questions.length > 0) {
      this.waiting.push({ questions, messages });
    }
    this.reading = undefined;
  }
}

/** @throws RangeError if no request takes the question */
function size(message: MessageShape<typeof GetOffersRequestSchema>): number {
  const bytes = toBinary(GetOffersRequestSchema, message).length + FRAME_BYTES;
  if (bytes > MOST_BYTES) {
    const whose = message.customerId.slice(0, 40);
    throw new RangeError(`the question of "${whose}" has ${bytes} bytes, expected at most ${MOST_BYTES}`);
  }
  return bytes;
}

async function* each<Q>(questions: Iterable<Q> | AsyncIterable<Q>): AsyncGenerator<Q, void, undefined> {
  yield* questions;
}
