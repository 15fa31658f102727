import { Code, ConnectError } from '@connectrpc/connect';

const MOST_TOKENS = 100;
const TOKENS_PER_ANSWER = 0.1;
const MOST_ATTEMPTS = 3;
const FIRST_READ_PAUSE = 10;
const FIRST_PAUSE = 50;
const MOST_DOUBLINGS = 6;
const LONGEST_PAUSE = 2_000;

/** Ends that may be another one next time, where calling again does no harm. */
const PASSING: ReadonlySet<Code> = new Set([
  Code.Unavailable,
  Code.Aborted,
  Code.Canceled,
  Code.DeadlineExceeded,
  Code.Internal,
  Code.ResourceExhausted,
  Code.Unknown,
]);

const AWAY: ReadonlySet<Code> = new Set([Code.Unavailable, Code.Aborted, Code.Canceled]);

/** May the same call end well when it is made again? */
export function mayPass(error: ConnectError): boolean {
  return PASSING.has(error.code);
}

/** Milliseconds to wait before the n-th call after a failure, from 1: 50 to 100 at first, at most 2 s. */
export function pauseBefore(again: number): number {
  const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(again, MOST_DOUBLINGS));
  return most * (0.5 + Math.random() / 2);
}

/** Waits; an abort ends that at once, as an ordinary end. */
export function wait(millis: number, signal?: AbortSignal): Promise<void> {
  return new Promise(done => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, millis);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) {
      end();
    }
  });
}

/** Tokens that end retries while more than about one call in ten fails (gRFC A6). One for all calls to the same nodes. */
export class RetryBudget {
  private tokens = MOST_TOKENS;

  /** Takes note of an answer. */
  answered(): void {
    this.tokens = Math.min(MOST_TOKENS, this.tokens + TOKENS_PER_ANSWER);
  }

  /** Takes note of a failure, and says whether to call again. */
  failed(): boolean {
    this.tokens = Math.max(0, this.tokens - 1);
    return this.tokens > MOST_TOKENS / 2;
  }
}

/**
 * Calls what only reads, again where the node was not there: at most three times, and within one patience.
 *
 * @param patience milliseconds for all attempts with their pauses
 * @param call takes the milliseconds that are left
 * @throws ConnectError as the last attempt
 */
export async function read<T>(budget: RetryBudget, patience: number, call: (left: number) => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await call(Math.max(1, Math.ceil(end - performance.now())));
      budget.answered();
      return answer;
    } catch (failure) {
      const error = ConnectError.from(failure);
      const pause = Math.random() * (FIRST_READ_PAUSE << attempt);
      if (!isAway(error) || !budget.failed() || attempt === MOST_ATTEMPTS || performance.now() + pause >= end) {
        throw error;
      }
      await wait(pause);
    }
  }
}

/** Was the node not reached? A connection that breaks is Aborted or Canceled, and a browser says it by a TypeError of fetch. */
function isAway(error: ConnectError): boolean {
  return AWAY.has(error.code) || error.cause instanceof TypeError;
}
