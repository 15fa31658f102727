/** The number, where it is more than 0. */
export function positive(name: string, value: number): number {
  if (!(value > 0)) {
    throw new RangeError(`${name} is ${value}, expected more than 0`);
  }
  return value;
}

/** The address without a slash at its end, where it is one. */
export function address(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError(`url is "${url}", expected one such as https://makolet.shop.example`);
  }
  return url.replace(/\/+$/, '');
}
