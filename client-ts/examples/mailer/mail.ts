import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { GetOffersResponse } from '@makolet/client/node';
import { Liquid, type Template } from 'liquidjs';
import type { SendMailOptions } from 'nodemailer';
import type { Customer } from './customers.js';

/** What all mails of a campaign have in common. */
export interface Campaign {
  readonly name: string;
  /** Address that the mails are from. */
  readonly from: string;
  /** Address of the shop, in front of the paths of offers. */
  readonly shop: string;
}

/** A template of Liquid: its first line is the subject, the rest the mail's HTML, in which values are text. */
export class Mail {
  private readonly subject: Template[];
  private readonly html: Template[];
  private readonly plain = new Liquid({ strictFilters: true });
  private readonly escaped = new Liquid({ strictFilters: true, outputEscape: 'escape' });

  constructor(
    file: string,
    private readonly campaign: Campaign,
  ) {
    const source = readFileSync(file, 'utf8');
    const line = source.indexOf('\n');
    this.subject = this.plain.parse(source.slice(0, line));
    this.html = this.escaped.parse(source.slice(line + 1));
  }

  /** The mail to a customer with the best of their offers, of which there is one at least. */
  async fill(customer: Customer, answer: GetOffersResponse): Promise<SendMailOptions> {
    const [offer, ...others] = answer.offers;
    const values = { customer, offer, others, shop: this.campaign.shop };
    return {
      from: this.campaign.from,
      to: customer.email,
      messageId: this.messageId(customer),
      subject: String(await this.plain.render(this.subject, values)),
      html: String(await this.escaped.render(this.html, values)),
      headers: { 'X-Makolet-Offer': offer?.id ?? '', 'X-Makolet-Decision': answer.decisionId },
    };
  }

  /** The same whenever the campaign's mail to the customer is made: by it, mailboxes know one that comes twice. */
  private messageId(customer: Customer): string {
    const hash = createHash('sha256').update(JSON.stringify([this.campaign.name, customer.customerId])).digest('hex');
    return `<${hash.slice(0, 32)}@${this.campaign.from.split('@')[1]}>`;
  }
}
