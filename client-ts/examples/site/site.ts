// A shop's page, made on the server: node dist/examples/site/site.js --makolet http://127.0.0.1:9400 --port 8080
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Event, makolet, type Offers } from '@makolet/client/node';
import { page, PRODUCTS } from './page.js';

const { values: options } = parseArgs({
  options: { makolet: { type: 'string', default: 'http://127.0.0.1:9400' }, port: { type: 'string', default: '8080' } },
});

const PLACEMENT = 'home-hero';
/** What stands on the page when no node is there. */
const USUAL = { id: 'usual', title: 'Gifts for everyday, since 2009' };
const LANGUAGES = new Set(['en', 'he', 'ar']);
const LONGEST_BODY = 1_000;
/** So long, in milliseconds, the page waits after a click for other offers. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 640;

const shop = makolet(options.makolet, { patience: 300, defaults: { [PLACEMENT]: [USUAL] } });
const events = shop.tracker();

function hero(visitor: string, language: string): Promise<Offers> {
  return shop.offers({
    customerId: `anonymous:${visitor}`,
    placement: PLACEMENT,
    limit: 1,
    languages: [language],
    channel: 'web',
  });
}

/** Tells what a visitor did; says whether it was accepted. */
async function tell(visitor: string, event: Omit<Event, 'customerId' | '$typeName'>): Promise<boolean> {
  const became = await events.track({ ...event, customerId: `anonymous:${visitor}` });
  if (!became.accepted) {
    console.error(`Lost ${event.type}: ${became.why.message}`);
  }
  return became.accepted;
}

async function show(visitor: string, language: string, response: ServerResponse): Promise<void> {
  const offers = await hero(visitor, language);
  if (offers.from === 'defaults') {
    console.error(`Default offers: ${offers.why.message}`);
  }
  const [offer = USUAL] = offers.offers;
  const decision = offers.from === 'node' ? offers.answer.decisionId : '';
  if (decision) {
    // The page needn't wait for it.
    void tell(visitor, { type: 'offer_impression', fields: about(offer.id, decision) });
  }
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(page(language, offer, decision));
}

function about(offer: string, decision: string): Record<string, string> {
  return { offer_id: offer, decision_id: decision, placement: PLACEMENT };
}

/** Puts a product into the basket, and waits a little until other offers follow from that. */
async function putIntoBasket(visitor: string, language: string, form: URLSearchParams): Promise<void> {
  const product = PRODUCTS.find(one => one.id === form.get('product'));
  if (!product) {
    return;
  }
  const { id: product_id, category, price: value } = product;
  if (await tell(visitor, { type: 'cart_add', fields: { product_id, category, value, currency: 'GBP', quantity: 1 } })) {
    await awaitOthers(visitor, language, form.get('offer') ?? '');
  }
}

async function awaitOthers(visitor: string, language: string, shown: string): Promise<void> {
  for (let millis = FIRST_PAUSE; millis <= LONGEST_PAUSE; millis *= 2) {
    const offers = await hero(visitor, language);
    if (offers.from === 'defaults' || offers.offers[0]?.id !== shown) {
      return;
    }
    await pause(millis);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const wanted = url.searchParams.get('lang') ?? '';
  const language = LANGUAGES.has(wanted) ? wanted : 'en';
  const visitor = /(?:^|; ?)visitor="?([0-9a-f-]{36})"?(?:;|$)/.exec(request.headers.cookie ?? '')?.[1] ?? randomUUID();
  response.setHeader('set-cookie', `visitor=${visitor}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`);
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /':
      return show(visitor, language, response);
    case 'POST /basket':
      await putIntoBasket(visitor, language, await form(request));
      return back(response, language);
    case 'POST /offer': {
      const clicked = await form(request);
      const fields = about(clicked.get('offer') ?? '', clicked.get('decision') ?? '');
      await tell(visitor, { type: 'offer_click', fields });
      // The shop has only this page: an offer leads nowhere.
      return back(response, language);
    }
    default:
      response.writeHead(404).end();
  }
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LONGEST_BODY) {
      throw new RangeError(`a form has more than ${LONGEST_BODY} characters`);
    }
  }
  return new URLSearchParams(body);
}

function back(response: ServerResponse, language: string): void {
  response.writeHead(303, { location: `/?lang=${language}` }).end();
}

const server = createServer((request, response) => {
  answer(request, response).catch(failure => {
    console.error(failure);
    if (!response.headersSent) {
      response.writeHead(500);
    }
    response.end();
  });
});
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`the shop is at http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

process.once('SIGTERM', () => {
  server.close(() => {
    void events.flush().then(() => shop.close());
  });
});
