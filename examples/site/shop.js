// What this shop has of its own: a click puts a product into the basket, and Makolet is told.
document.querySelector('main').addEventListener('click', event => {
  const product = event.target.closest('button')?.closest('article').dataset;
  if (!product) return;
  window.makolet?.track('Product Added', {
    product_id: product.product, category: product.category, price: Number(product.price), currency: 'GBP', quantity: 1
  });
});

// The shop has only this page: an offer leads nowhere.
document.querySelector('.hero').addEventListener('click', event => event.preventDefault());
