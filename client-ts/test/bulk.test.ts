import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Code, ConnectError, type ServiceImpl } from '@connectrpc/connect';
import { type BulkAnswer, makolet, type NodeMakolet, Personalization, type Question } from '@makolet/client/node';
import { random } from './random.js';
import { TestNode } from './node.js';

type StreamOffers = NonNullable<Partial<ServiceImpl<typeof Personalization>>['streamOffers']>;

async function client(t: TestContext, streamOffers: StreamOffers): Promise<[NodeMakolet, TestNode]> {
  const node = await TestNode.grpc(router => router.service(Personalization, { streamOffers }));
  const shop = makolet(node.url);
  t.after(() => {
    shop.close();
    return node.close();
  });
  return [shop, node];
}

/** Answers as a node does, with the customer's own offer; an empty id is wrong. */
const answering: StreamOffers = async function* (requests) {
  for await (const request of requests) {
    const offers = request.questions.reduce((sum, question) => sum + (question.limit || 10), 0);
    if (request.questions.length > 256 || offers > 2_560) {
      throw new ConnectError(`${request.questions.length} questions for ${offers} offers`, Code.InvalidArgument);
    }
    yield {
      requestId: request.requestId,
      answers: request.questions.map(({ customerId }) => ({
        result: customerId
          ? { case: 'offers' as const, value: { customerId, offers: [{ id: `for ${customerId}` }] } }
          : { case: 'error' as const, value: { code: Code.InvalidArgument, message: 'customer_id is empty' } },
      })),
    };
  }
};

function customers(count: number): Question[] {
  return Array.from({ length: count }, (_, i) => ({ customerId: `c${i}` }));
}

function said(answer: BulkAnswer<Question>): string {
  return answer.error ? answer.error.message : `${answer.question.customerId}: ${answer.offers.offers[0]?.id}`;
}

async function all(answers: AsyncIterable<BulkAnswer<Question>>): Promise<string[]> {
  const taken = [];
  for await (const answer of answers) {
    taken.push(said(answer));
  }
  return taken;
}

test('answers everybody once and in order, however often connections break', async t => {
  const seed = Date.now();
  t.diagnostic(`seed ${seed}`);
  const next = random(seed);
  const [shop, node] = await client(t, async function* (requests, context) {
    let left = 1 + next(6);
    for await (const answer of answering(requests, context)) {
      if (left-- === 0) {
        if (next(2) === 0) {
          node.cut();
        }
        throw new ConnectError('draining', Code.Unavailable);
      }
      yield answer;
    }
  });
  const questions = Array.from({ length: 5_000 }, (_, i): Question => ({
    customerId: next(50) === 0 ? '' : `c${i}`,
    limit: next(3) === 0 ? 1 + next(100) : 0,
  }));
  const expected = questions.map(({ customerId }) => (customerId ? `${customerId}: for ${customerId}` : 'customer_id is empty'));
  assert.deepEqual(await all(shop.bulkOffers(questions)), expected, `seed ${seed}`);
});

test('asks only a little ahead of what is taken, and nothing after that is enough', async t => {
  const [shop] = await client(t, answering);
  let read = 0;
  let closed = false;
  async function* questions() {
    try {
      for (; ; read++) {
        yield { customerId: `c${read}` };
      }
    } finally {
      closed = true;
    }
  }
  let taken = 0;
  for await (const answer of shop.bulkOffers(questions())) {
    assert.equal(said(answer), `c${taken}: for c${taken}`);
    taken++;
    assert.ok(read <= taken + 6 * 128, `${read} read, ${taken} taken`);
    if (taken === 2_000) {
      break;
    }
  }
  assert.ok(closed);
});

test('says how many were answered when the node refuses', async t => {
  let answers = 0;
  const [shop] = await client(t, async function* (requests, context) {
    for await (const answer of answering(requests, context)) {
      if (answers++ === 2) {
        throw new ConnectError('who are you', Code.PermissionDenied);
      }
      yield answer;
    }
  });
  const failure = await all(shop.bulkOffers(customers(1_000))).catch(ConnectError.from);
  assert.ok(failure instanceof ConnectError);
  assert.equal(failure.code, Code.PermissionDenied);
  assert.equal(failure.rawMessage, 'after 256 customers: who are you');
});

test('throws what the questions threw, when all before is answered', async t => {
  const [shop] = await client(t, answering);
  function* questions() {
    yield* customers(300);
    throw new Error('the file of customers is cut off');
  }
  const taken: string[] = [];
  await assert.rejects(async () => {
    for await (const answer of shop.bulkOffers(questions())) {
      taken.push(said(answer));
    }
  }, /cut off/);
  assert.equal(taken.length, 300);
  await assert.rejects(
    all(shop.bulkOffers([{ customerId: 'x'.repeat(70_000) }])),
    /the question of "x{40}" has 70\d+ bytes, expected at most 61440/,
  );
});

test('begins a silent stream again', async t => {
  let streams = 0;
  const [shop] = await client(t, async function* (requests, context) {
    if (++streams === 1) {
      await new Promise(done => context.signal.addEventListener('abort', done));
      return;
    }
    yield* answering(requests, context);
  });
  assert.equal((await all(shop.bulkOffers(customers(200), { silence: 100 }))).length, 200);
  assert.equal(streams, 2);
});

test('goes on behind a node that comes back, and ends when it is told to', async t => {
  const [shop, node] = await client(t, answering);
  const { port } = node;
  const stop = new AbortController();
  let taken = 0;
  let again: TestNode | undefined;
  for await (const answer of shop.bulkOffers(customers(2_000))) {
    assert.equal(said(answer), `c${taken}: for c${taken}`);
    if (++taken === 700) {
      await node.close();
      again = await TestNode.grpc(router => router.service(Personalization, { streamOffers: answering }), port);
    }
  }
  assert.equal(taken, 2_000);
  await assert.rejects(async () => {
    for await (const _ of shop.bulkOffers(customers(2_000), { signal: stop.signal })) {
      stop.abort();
    }
  }, { code: Code.Canceled });
  await again?.close();
});
