import type { OwnOffer } from '@makolet/client/node';

export interface Product {
  readonly id: string;
  readonly category: string;
  readonly price: number;
  readonly name: string;
}

export const PRODUCTS: readonly Product[] = [
  { id: 'VG-101', category: 'vintage-gifts', price: 12.75, name: 'Three-tier cake stand with roses' },
  { id: 'VG-102', category: 'vintage-gifts', price: 6.95, name: 'Floral teacup and saucer, set of two' },
  { id: 'VG-103', category: 'vintage-gifts', price: 3.75, name: 'Red retro alarm clock' },
  { id: 'VG-104', category: 'vintage-gifts', price: 2.95, name: 'Rose-print tea towel' },
];

/** The page with one offer above the products; a decision is there where a node chose it. */
export function page(language: string, offer: OwnOffer, decision: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The corner grocery of gifts</title></head>
<body>
  <h1>The corner grocery of gifts</h1>
  <section class="hero" lang="${text(offer.language ?? 'en')}" dir="auto" data-offer="${text(offer.id)}">
    <h2>${text(offer.title ?? '')}</h2><p>${text(offer.text ?? '')}</p>
    ${decision ? button('/offer', language, { offer: offer.id, decision }, offer.callToAction || 'More') : ''}
  </section>
  <main>
${PRODUCTS.map(product => article(product, language, offer.id)).join('\n')}
  </main>
</body>
</html>
`;
}

function article(product: Product, language: string, offer: string): string {
  const add = button('/basket', language, { product: product.id, offer }, 'Add to basket');
  return `    <article><h3>${text(product.name)}</h3><p>£${product.price.toFixed(2)}</p>${add}</article>`;
}

function button(path: string, language: string, fields: Record<string, string>, label: string): string {
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${text(value)}">`);
  return `<form method="post" action="${path}?lang=${language}">${hidden.join('')}<button>${text(label)}</button></form>`;
}

/** As text of a page: offers come from definitions, and are no markup. */
function text(plain: string): string {
  return plain.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
