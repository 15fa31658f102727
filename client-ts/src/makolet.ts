import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Client, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { positive } from './checks.js';
import { Ingest } from './gen/makolet/v1/ingest_pb.js';
import {
  type CheckSegmentsResponse,
  type Customer,
  type GetOffersRequestSchema,
  type GetOffersResponse,
  type Offer,
  Personalization,
} from './gen/makolet/v1/personalization_pb.js';
import { read, RetryBudget } from './retry.js';
import { Tracker, type TrackerSettings } from './tracker.js';

/** Whom to offer something, where, how much and in which languages. */
export type Question = MessageInitShape<typeof GetOffersRequestSchema>;

/** Part of an offer, as the caller writes its own. */
export type OwnOffer = Partial<Omit<Offer, '$typeName' | '$unknown'>> & Pick<Offer, 'id'>;

/** What is to be shown, best first, and where it is from: a node, or the caller's defaults with what is to blame. */
export type Offers =
  | { readonly from: 'node'; readonly offers: readonly Offer[]; readonly answer: GetOffersResponse }
  | { readonly from: 'defaults'; readonly offers: readonly OwnOffer[]; readonly why: ConnectError };

export interface Settings {
  /** Milliseconds that a read may take, with all its attempts; 250 where it is not given. */
  readonly patience?: number;
  /** Offers by placement for when there is no answer, best first. */
  readonly defaults?: Readonly<Record<string, readonly OwnOffer[]>>;
}

const PATIENCE = 250;

/** Asks the serving nodes. One is enough for a process or a page. */
export class Makolet {
  /** All calls of the API as they are, without deadlines and retries. */
  readonly personalization: Client<typeof Personalization>;
  /** The entrance of events as it is; {@link tracker} makes batches and sends again. */
  readonly ingest: Client<typeof Ingest>;

  private readonly budget = new RetryBudget();
  private readonly patience: number;
  private readonly defaults: ReadonlyMap<string, readonly OwnOffer[]>;

  /** @throws RangeError if the patience is not positive */
  constructor(transport: Transport, settings: Settings = {}) {
    this.personalization = createClient(Personalization, transport);
    this.ingest = createClient(Ingest, transport);
    this.patience = positive('patience', settings.patience ?? PATIENCE);
    this.defaults = new Map(Object.entries(settings.defaults ?? {}));
  }

  /** The offers of a node, or the defaults of the placement: a page is never without, and a call that failed throws nothing. */
  async offers(question: Question): Promise<Offers> {
    try {
      const answer = await this.read(timeoutMs => this.personalization.getOffers(question, { timeoutMs }));
      return { from: 'node', offers: answer.offers, answer };
    } catch (failure) {
      const offers = this.defaults.get(question.placement ?? '') ?? [];
      return { from: 'defaults', offers, why: ConnectError.from(failure) };
    }
  }

  /**
   * What is known of a customer.
   *
   * @throws ConnectError if there is no answer
   */
  customer(customerId: string): Promise<Customer> {
    return this.read(timeoutMs => this.personalization.getCustomer({ customerId }, { timeoutMs }));
  }

  /**
   * Some memberships of a customer, in the order asked for.
   *
   * @param segmentIds 1 to 256
   * @throws ConnectError if there is no answer
   */
  segments(customerId: string, segmentIds: string[]): Promise<CheckSegmentsResponse> {
    return this.read(timeoutMs => this.personalization.checkSegments({ customerId, segmentIds }, { timeoutMs }));
  }

  /** A way in for events. One is enough: each sends its batches one after the other. */
  tracker(settings: TrackerSettings = {}): Tracker {
    return new Tracker(this.ingest, settings);
  }

  private read<T>(call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return read(this.budget, this.patience, call);
  }
}
