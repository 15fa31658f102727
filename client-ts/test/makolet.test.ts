import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Code, ConnectError, type ConnectRouter, type ServiceImpl } from '@connectrpc/connect';
import { makolet as inBrowser } from '@makolet/client';
import { makolet, type NodeMakolet, Personalization, type Settings } from '@makolet/client/node';
import { TestNode } from './node.js';

const OURS = { id: 'ours', title: 'Our bestseller' };
const QUESTION = { customerId: 'dana', placement: 'home-hero' };
const SETTINGS = { patience: 10_000, defaults: { 'home-hero': [OURS] } };

type GetOffers = NonNullable<Partial<ServiceImpl<typeof Personalization>>['getOffers']>;

function routes(getOffers: GetOffers): (router: ConnectRouter) => void {
  return router => router.service(Personalization, { getOffers });
}

async function client(t: TestContext, getOffers: GetOffers, settings: Settings): Promise<[NodeMakolet, TestNode]> {
  const node = await TestNode.grpc(routes(getOffers));
  const shop = makolet(node.url, settings);
  t.after(() => {
    shop.close();
    return node.close();
  });
  return [shop, node];
}

test('gives the offers of the node, and defaults once it is gone', async t => {
  const [shop, node] = await client(t, () => ({ decisionId: 'd1', offers: [{ id: 'all' }] }), SETTINGS);
  const before = await shop.offers(QUESTION);
  assert.equal(before.from, 'node');
  assert.equal(before.answer.decisionId, 'd1');
  assert.deepEqual(before.offers.map(offer => offer.id), ['all']);
  await node.close();
  const after = await shop.offers(QUESTION);
  assert.equal(after.from, 'defaults');
  assert.equal(after.why.code, Code.Unavailable);
  assert.deepEqual(after.offers, [OURS]);
  assert.deepEqual((await shop.offers({ customerId: 'dana', placement: 'other' })).offers, []);
});

test('does the same over gRPC-Web', async () => {
  let calls = 0;
  const node = await TestNode.web(
    routes(() => {
      if (++calls === 1) {
        throw new ConnectError('not yet', Code.Unavailable);
      }
      return { offers: [{ id: 'all' }] };
    }),
  );
  const shop = inBrowser(`${node.url}/`, SETTINGS);
  assert.deepEqual((await shop.offers(QUESTION)).offers.map(offer => offer.id), ['all']);
  assert.equal(calls, 2);
  await node.close();
  assert.deepEqual((await shop.offers(QUESTION)).offers, [OURS]);
});

test('reads again where the node is away, three times at most', async t => {
  let failures = 2;
  let calls = 0;
  const [shop] = await client(
    t,
    () => {
      calls++;
      if (failures-- > 0) {
        throw new ConnectError('draining', Code.Unavailable);
      }
      return {};
    },
    SETTINGS,
  );
  assert.equal((await shop.offers(QUESTION)).from, 'node');
  assert.equal(calls, 3);
  failures = 3;
  calls = 0;
  assert.equal((await shop.offers(QUESTION)).from, 'defaults');
  assert.equal(calls, 3);
});

/** A client of a node that fails each call, and how many calls there were. */
async function failing(t: TestContext, failure: ConnectError): Promise<[NodeMakolet, () => number]> {
  let calls = 0;
  const fail: GetOffers = () => {
    calls++;
    throw failure;
  };
  const [shop] = await client(t, fail, SETTINGS);
  return [shop, () => calls];
}

test('does not read again what is wrong', async t => {
  const [shop, calls] = await failing(t, new ConnectError('limit is 200, expected 1 to 100', Code.InvalidArgument));
  const wrong = await shop.offers(QUESTION);
  assert.equal(wrong.from === 'defaults' && wrong.why.rawMessage, 'limit is 200, expected 1 to 100');
  assert.equal(calls(), 1);
});

test('stops reading again while most calls fail', async t => {
  const [shop, calls] = await failing(t, new ConnectError('overloaded', Code.Unavailable));
  const asked = 200;
  for (let i = 0; i < asked; i++) {
    await shop.offers(QUESTION);
  }
  assert.ok(calls() > asked && calls() <= asked + 50, `${calls()} calls for ${asked} questions`);
});

test('gives defaults when the patience is over', async t => {
  const [shop] = await client(t, (_, context) => new Promise((_, gone) => context.signal.addEventListener('abort', gone)), {
    patience: 50,
    defaults: SETTINGS.defaults,
  });
  const late = await shop.offers(QUESTION);
  assert.equal(late.from === 'defaults' && late.why.code, Code.DeadlineExceeded);
  assert.deepEqual(late.offers, [OURS]);
});

test('says what is wrong with its settings', () => {
  assert.throws(() => makolet('127.0.0.1:9400'), /"127.0.0.1:9400", expected one such as https:/);
  assert.throws(() => inBrowser('door'), /"door", expected/);
  assert.throws(() => makolet('http://127.0.0.1:9400', { patience: 0 }), /patience is 0, expected more than 0/);
});
