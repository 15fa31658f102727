import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { GetOffersResponseSchema } from '@makolet/client/node';
import { customers } from '../examples/mailer/customers.js';
import { Ledger } from '../examples/mailer/ledger.js';
import { Mail } from '../examples/mailer/mail.js';

const TEMPLATE = join(import.meta.dirname, '..', '..', 'examples', 'mailer', 'mail.liquid');
const DANA = { customerId: 'dana', email: 'dana@mail.example', language: 'en', name: 'Dana & Co' };

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'makolet-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

test('knows after a kill who has the mail, also in the middle of a line', t => {
  const file = join(folder(t), 'ledger');
  const first = Ledger.open(file);
  assert.ok(first.claim('c1') && first.claim('c2') && !first.claim('c1'));
  first.write('c1');
  first.close();
  appendFileSync(file, '"c12');
  const second = Ledger.open(file);
  assert.deepEqual(['c1', 'c12', 'c2'].map(id => second.claim(id)), [false, true, true]);
  second.write('two\nlines');
  second.close();
  assert.equal(readFileSync(file, 'utf8'), '"c1"\n"two\\nlines"\n');
  assert.ok(!Ledger.open(file).claim('two\nlines'));
});

test('fills the template with text, under an id that stays', async () => {
  const campaign = { name: 'weekly', from: 'offers@shop.example', shop: 'https://shop.example' };
  const answer = create(GetOffersResponseSchema, {
    decisionId: 'd1',
    offers: [{ id: 'cups', title: 'Cups <b>&</b> saucers', url: '/c/cups', language: 'en' }, { id: 'more', title: 'More' }],
  });
  const mail = await new Mail(TEMPLATE, campaign).fill(DANA, answer);
  assert.equal(mail.subject, 'Dana & Co: Cups <b>&</b> saucers');
  assert.match(String(mail.html), /<h1>Cups &lt;b&gt;&amp;&lt;\/b&gt; saucers<\/h1>/);
  assert.match(String(mail.html), /href="https:\/\/shop.example\/c\/cups"/);
  assert.match(String(mail.html), />More<\/a>/);
  assert.deepEqual(mail.headers, { 'X-Makolet-Offer': 'cups', 'X-Makolet-Decision': 'd1' });
  assert.equal((await new Mail(TEMPLATE, campaign).fill(DANA, answer)).messageId, mail.messageId);
  assert.notEqual((await new Mail(TEMPLATE, { ...campaign, name: 'next' }).fill(DANA, answer)).messageId, mail.messageId);
});

test('says which line of the customers is wrong', async t => {
  const file = join(folder(t), 'customers.ndjson');
  const lines = async (...wrong: string[]) => {
    writeFileSync(file, [JSON.stringify(DANA), ...wrong].join('\n'));
    const read = [];
    for await (const customer of customers(file)) {
      read.push(customer);
    }
    return read;
  };
  assert.deepEqual(await lines(), [DANA]);
  await assert.rejects(lines('dana,dana@mail.example'), /customers.ndjson:2: dana,dana@mail.example is no JSON, expected/);
  await assert.rejects(lines('{"customerId": "c", "email": 7}'), /:2: email is 7, expected text/);
  await assert.rejects(lines('null'), /:2: customerId is undefined, expected text/);
});
