import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Code, ConnectError, type ServiceImpl } from '@connectrpc/connect';
import { Ingest, makolet, type Tracked, type Tracker, type TrackerSettings } from '@makolet/client/node';
import { TestNode } from './node.js';

type Track = NonNullable<Partial<ServiceImpl<typeof Ingest>>['track']>;

async function tracker(t: TestContext, track: Track, settings?: TrackerSettings): Promise<Tracker> {
  const node = await TestNode.grpc(router => router.service(Ingest, { track }));
  const shop = makolet(node.url);
  t.after(() => {
    shop.close();
    return node.close();
  });
  return shop.tracker(settings);
}

function seen(customerId: string, size = 0) {
  return { customerId, type: 'product_view', fields: { product_id: 'x'.repeat(size) } };
}

function why(became: Tracked | undefined): ConnectError {
  assert.ok(became && !became.accepted);
  return became.why;
}

test('sends what is told in one go in one request, and says of each event what became of it', async t => {
  const requests: string[][] = [];
  const events = await tracker(t, request => {
    requests.push(request.events.map(event => event.customerId));
    assert.ok(request.events.every(event => event.time && event.id));
    return { accepted: 2, failures: [{ index: 1, error: { code: Code.InvalidArgument, message: 'type is "", expected one' } }] };
  });
  const became = await Promise.all(['a', 'b', 'c'].map(id => events.track(seen(id))));
  assert.deepEqual(requests, [['a', 'b', 'c']]);
  assert.deepEqual(became.map(one => one.accepted), [true, false, true]);
  assert.equal(why(became[1]).rawMessage, 'type is "", expected one');
});

test('sends the same ids again where nobody took them, in order', async t => {
  const requests: string[][] = [];
  const events = await tracker(t, request => {
    requests.push(request.events.map(event => event.id));
    if (requests.length <= 2) {
      throw new ConnectError('the log takes nothing', Code.Unavailable);
    }
    return { accepted: request.events.length };
  });
  const first = events.track(seen('a'));
  const second = events.track({ ...seen('b'), id: 'mine' });
  await events.flush();
  assert.deepEqual([await first, await second], [{ accepted: true }, { accepted: true }]);
  assert.equal(requests.length, 3);
  assert.equal(requests[0]?.[1], 'mine');
  assert.deepEqual(requests[1], requests[0]);
  assert.deepEqual(requests[2], requests[0]);
});

test('gives events up when the patience is over, and at once where the node refuses', async t => {
  let code = Code.Unavailable;
  const events = await tracker(
    t,
    () => {
      throw new ConnectError('no', code);
    },
    { patience: 120 },
  );
  assert.equal(why(await events.track(seen('a'))).code, Code.Unavailable);
  code = Code.PermissionDenied;
  assert.equal(why(await events.track(seen('a'))).code, Code.PermissionDenied);
});

test('keeps requests below what the node takes, and in order', async t => {
  const sizes: number[] = [];
  const came: string[] = [];
  const events = await tracker(t, request => {
    sizes.push(request.events.length);
    came.push(...request.events.map(event => event.customerId));
    const bytes = request.events.reduce((sum, event) => sum + JSON.stringify(event.fields).length, 0);
    assert.ok(bytes < 64 << 10);
    return { accepted: request.events.length };
  });
  const told = Array.from({ length: 1_200 }, (_, i) => `c${i}`);
  const became = await Promise.all(told.map((id, i) => events.track(seen(id, i < 30 ? 10_000 : 10))));
  assert.ok(became.every(one => one.accepted));
  assert.deepEqual(came, told);
  assert.ok(Math.max(...sizes) === 500 && Math.min(...sizes) < 10, `${sizes}`);
});

test('refuses what is too much', async t => {
  const events = await tracker(t, request => ({ accepted: request.events.length }), { most: 2 });
  const [, , third] = await Promise.all(['a', 'b', 'c'].map(id => events.track(seen(id))));
  assert.match(why(third).rawMessage, /2 events wait, expected fewer than 2/);
  assert.deepEqual(await events.track(seen('c')), { accepted: true });
  assert.match(why(await events.track({ ...seen('d', 1_000_000), id: 'big' })).rawMessage, /event big has \d+ bytes, expected at most 1000000/);
});
