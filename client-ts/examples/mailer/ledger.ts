import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Who has a campaign's mail: a file with a line for each customer, written when their mail was taken. */
export class Ledger {
  private constructor(
    private readonly file: number,
    private readonly customers: Set<string>,
  ) {}

  /** Opens the ledger of a path, or begins one. What a kill left of a line is taken away. */
  static open(path: string): Ledger {
    const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = written.slice(0, written.lastIndexOf('\n') + 1);
    const file = openSync(path, 'a');
    ftruncateSync(file, Buffer.byteLength(whole));
    const lines = whole.split('\n').slice(0, -1);
    return new Ledger(file, new Set(lines.map(line => JSON.parse(line) as string)));
  }

  /** Is the customer's mail still to be sent? That is said once. */
  claim(customer: string): boolean {
    const before = this.customers.size;
    return this.customers.add(customer).size > before;
  }

  /** Notes that the customer's mail was taken, and returns when the disk has it. */
  write(customer: string): void {
    writeSync(this.file, `${JSON.stringify(customer)}\n`);
    fdatasyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}
