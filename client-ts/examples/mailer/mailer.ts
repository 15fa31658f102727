// Sends each customer a mail with the offers that they have when it is sent: see README.md.
import { parseArgs } from 'node:util';
import { makolet } from '@makolet/client/node';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type Customer, customers } from './customers.js';
import { Ledger } from './ledger.js';
import { Mail } from './mail.js';

const { values: options } = parseArgs({
  options: {
    makolet: { type: 'string', default: 'http://127.0.0.1:9400' },
    smtp: { type: 'string', default: 'smtp://127.0.0.1:25' },
    customers: { type: 'string', default: 'customers.ndjson' },
    template: { type: 'string', default: 'mail.liquid' },
    ledger: { type: 'string', default: 'ledger' },
    campaign: { type: 'string', default: 'weekly' },
    from: { type: 'string', default: 'offers@shop.example' },
    shop: { type: 'string', default: 'https://shop.example' },
    placement: { type: 'string', default: 'email-hero' },
  },
});

const CONNECTIONS = 4;
const LEAST_REFUSAL = 500;

const shop = makolet(options.makolet);
const smtp = createTransport({ url: options.smtp, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity });
const ledger = Ledger.open(options.ledger);
const mail = new Mail(options.template, { name: options.campaign, from: options.from, shop: options.shop });
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const count = { sent: 0, before: 0, without: 0, refused: 0 };

async function* questions() {
  for await (const customer of customers(options.customers)) {
    if (!ledger.claim(customer.customerId)) {
      count.before++;
      continue;
    }
    const { customerId, language } = customer;
    yield { customerId, placement: options.placement, languages: [language], channel: 'email', limit: 3, customer };
  }
}

async function send(customer: Customer, message: SendMailOptions): Promise<void> {
  try {
    await smtp.sendMail(message);
  } catch (failure) {
    if (((failure as { responseCode?: number }).responseCode ?? 0) < LEAST_REFUSAL) {
      throw failure;
    }
    count.refused++;
    console.error(`${customer.customerId}: ${(failure as Error).message}`);
    return;
  }
  ledger.write(customer.customerId);
  count.sent++;
}

/** Sends to all, on a few connections; what fails ends it, when what was begun has an end. */
async function sendAll(): Promise<void> {
  const sending = new Set<Promise<void>>();
  let failure: { cause: unknown } | undefined;
  for await (const { question, offers, error } of shop.bulkOffers(questions())) {
    if (failure || stop.signal.aborted) {
      break;
    }
    if (error || offers.offers.length === 0) {
      count.without++;
      console.error(`${question.customerId}: ${error?.message ?? 'no offer'}`);
      continue;
    }
    const message = await mail.fill(question.customer, offers);
    const sent = send(question.customer, message)
      .catch(cause => {
        failure ??= { cause };
      })
      .finally(() => sending.delete(sent));
    sending.add(sent);
    if (sending.size === CONNECTIONS) {
      await Promise.race(sending);
    }
  }
  await Promise.all(sending);
  if (failure) {
    throw failure.cause;
  }
}

try {
  await sendAll();
} catch (failure) {
  console.error(`Stopped: ${(failure as Error).message}`);
  process.exitCode = 1;
} finally {
  const { sent, before, without, refused } = count;
  console.log(`${sent} sent, ${before} had it before, ${without} without an offer, ${refused} refused`);
  smtp.close();
  ledger.close();
  shop.close();
}
