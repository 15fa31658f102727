import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Who gets a mail. */
export interface Customer {
  readonly customerId: string;
  readonly email: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly name?: string;
}

/** The customers of a file with one JSON object a line, read as they are needed. */
export async function* customers(file: string): AsyncGenerator<Customer, void, undefined> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++;
    yield customer(line, `${file}:${number}`);
  }
}

function customer(line: string, place: string): Customer {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    throw new Error(`${place}: ${line.slice(0, 80)} is no JSON, expected {"customerId": …, "email": …, "language": …}`);
  }
  const fields = (read ?? {}) as Record<string, unknown>;
  for (const name of ['customerId', 'email', 'language']) {
    if (typeof fields[name] !== 'string' || fields[name] === '') {
      throw new Error(`${place}: ${name} is ${JSON.stringify(fields[name])}, expected text`);
    }
  }
  return read as Customer;
}
