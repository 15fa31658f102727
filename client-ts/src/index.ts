import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { address } from './checks.js';
import { Makolet, type Settings } from './makolet.js';

export { Code, ConnectError } from '@connectrpc/connect';
export * from './gen/makolet/v1/ingest_pb.js';
export * from './gen/makolet/v1/personalization_pb.js';
export { Makolet, type Offers, type OwnOffer, type Question, type Settings } from './makolet.js';
export { type Event, type Tracked, Tracker, type TrackerSettings } from './tracker.js';

/**
 * A client for browsers, and for all else that has fetch: gRPC-Web to the HTTP port.
 *
 * @param url of the HTTP port, such as https://makolet.shop.example
 * @throws TypeError if the url is none
 */
export function makolet(url: string, settings?: Settings): Makolet {
  return new Makolet(createGrpcWebTransport({ baseUrl: address(url), useBinaryFormat: true }), settings);
}
