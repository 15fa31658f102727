import { create } from '@bufbuild/protobuf';
import { type Client, Code, ConnectError } from '@connectrpc/connect';
import { positive } from './checks.js';
import type { Status } from './gen/google/rpc/status_pb.js';
import {
  type GetOffersResponse,
  type Personalization,
  type StreamOffersRequest,
  StreamOffersRequestSchema,
  type StreamOffersResponse,
} from './gen/makolet/v1/personalization_pb.js';
import type { Question } from './makolet.js';
import { mayPass, pauseBefore, wait } from './retry.js';
import { Window } from './window.js';

/** A question with its answer, or with what is wrong with it. */
export type BulkAnswer<Q extends Question> =
  | { readonly question: Q; readonly offers: GetOffersResponse; readonly error?: never }
  | { readonly question: Q; readonly error: Status; readonly offers?: never };

export interface BulkSettings {
  /** Ends everything when it is aborted; the iterator then throws. */
  readonly signal?: AbortSignal;
  /** Milliseconds without an answer after which a stream counts as broken; a minute where it is not given. */
  readonly silence?: number;
}

const SILENCE = 60_000;
const MOST_BREAKS = 20;

/**
 * Asks for the offers of many customers by a stream, a few batches ahead and no faster than answers are taken. A stream that
 * breaks is begun again behind the last answer: nobody is skipped and nobody comes twice.
 *
 * @param questions are read as they are needed
 * @returns each question's answer, or what is wrong with the question, in order
 * @throws ConnectError if a node is not there for about half a minute, or refuses; its message says how many were answered
 */
export async function* bulkOffers<Q extends Question>(
  api: Client<typeof Personalization>,
  questions: Iterable<Q> | AsyncIterable<Q>,
  settings: BulkSettings = {},
): AsyncGenerator<BulkAnswer<Q>, void, undefined> {
  const silence = positive('silence', settings.silence ?? SILENCE);
  const window = new Window<Q>(questions);
  let answered = 0;
  let breaks = 0;
  try {
    while (!(await window.done())) {
      const before = answered;
      let end = new ConnectError('the stream ended early', Code.Unavailable);
      try {
        for await (const answer of stream(api, window, silence, settings.signal)) {
          answered++;
          yield answer;
        }
      } catch (failure) {
        end = ConnectError.from(failure);
      }
      if (await window.done()) {
        return;
      }
      breaks = answered > before ? 1 : breaks + 1;
      if (settings.signal?.aborted || !mayPass(end) || breaks > MOST_BREAKS) {
        throw new ConnectError(`after ${answered} customers: ${end.rawMessage}`, end.code, end.metadata, undefined, end);
      }
      await wait(pauseBefore(breaks), settings.signal);
    }
  } finally {
    await window.close();
  }
}

/** One stream, from the oldest batch without an answer on. */
async function* stream<Q extends Question>(
  api: Client<typeof Personalization>,
  window: Window<Q>,
  silence: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<BulkAnswer<Q>, void, undefined> {
  const stop = new AbortController();
  const signals = signal ? [signal, stop.signal] : [stop.signal];
  const answers = api.streamOffers(requests(window, stop.signal), { signal: AbortSignal.any(signals) });
  const each = answers[Symbol.asyncIterator]();
  try {
    for (;;) {
      const from = performance.now();
      const watch = setInterval(() => {
        if (window.isSilent(silence, from)) {
          stop.abort(new ConnectError(`silent for ${silence} ms`, Code.Unavailable));
        }
      }, silence / 4);
      const next = await each.next().finally(() => clearInterval(watch));
      if (next.done) {
        return;
      }
      yield* pairs(window, next.value);
    }
  } finally {
    stop.abort();
  }
}

async function* requests<Q extends Question>(
  window: Window<Q>,
  stopped: AbortSignal,
): AsyncGenerator<StreamOffersRequest, void, undefined> {
  for (let number = window.oldest; ; number++) {
    const batch = await window.at(number);
    if (batch === undefined || stopped.aborted) {
      return;
    }
    yield create(StreamOffersRequestSchema, { requestId: BigInt(number), questions: [...batch.messages] });
  }
}

/** The questions of the oldest batch with their answers. */
function pairs<Q extends Question>(window: Window<Q>, response: StreamOffersResponse): BulkAnswer<Q>[] {
  const number = window.oldest;
  const batch = window.answered();
  const asked = batch?.questions.length;
  if (batch === undefined || response.requestId !== BigInt(number) || response.answers.length !== asked) {
    throw new ConnectError(
      `the node gave ${response.answers.length} answers to request ${response.requestId}, ` +
        `expected ${asked} to ${number}`,
      Code.DataLoss,
    );
  }
  return batch.questions.map((question, index) => {
    const result = response.answers[index]?.result;
    switch (result?.case) {
      case 'offers':
        return { question, offers: result.value };
      case 'error':
        return { question, error: result.value };
      default:
        throw new ConnectError(`the node gave no answer to question ${index} of request ${number}`, Code.DataLoss);
    }
  });
}
