import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { bulkOffers, type BulkAnswer, type BulkSettings } from './bulk.js';
import { address } from './checks.js';
import { Makolet, type Question, type Settings } from './makolet.js';

export * from './index.js';
export { type BulkAnswer, type BulkSettings } from './bulk.js';

const KEEPALIVE = 60_000;

/** Asks the serving nodes over one HTTP/2 connection, also for very many customers. Whoever opens it closes it. */
export class NodeMakolet extends Makolet {
  private readonly sessions: Http2SessionManager;

  /** @throws TypeError if the url is none */
  constructor(url: string, settings?: Settings) {
    const baseUrl = address(url);
    const sessions = new Http2SessionManager(baseUrl, { pingIntervalMs: KEEPALIVE });
    super(createGrpcTransport({ baseUrl, sessionManager: sessions }), settings);
    this.sessions = sessions;
  }

  /** Asks for the offers of many customers, as a mailer does: see {@link bulkOffers}. */
  bulkOffers<Q extends Question>(
    questions: Iterable<Q> | AsyncIterable<Q>,
    settings?: BulkSettings,
  ): AsyncGenerator<BulkAnswer<Q>, void, undefined> {
    return bulkOffers(this.personalization, questions, settings);
  }

  /** Ends the connection, and calls that wait. */
  close(): void {
    this.sessions.abort();
  }
}

/**
 * A client for servers and mailers: gRPC over HTTP/2.
 *
 * @param url of the gRPC port, such as https://makolet.shop.example:9400, or http:// in networks that are trusted
 * @throws TypeError if the url is none
 */
export function makolet(url: string, settings?: Settings): NodeMakolet {
  return new NodeMakolet(url, settings);
}
